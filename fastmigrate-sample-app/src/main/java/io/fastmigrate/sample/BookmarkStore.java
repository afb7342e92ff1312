package io.fastmigrate.sample;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the bookmarks. Reading needs no transaction, and so never waits for a writer. */
@Repository
class BookmarkStore {

    private static final String TAGGED =
            "EXISTS (SELECT 1 FROM bookmark_tag bt JOIN tag t ON t.id = bt.tag_id WHERE bt.bookmark_id = o.id AND t.name = :tag)";

    private final JdbcClient jdbc;

    BookmarkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Finds bookmarks, the best match first, or without words the newest.
     *
     * @param words what to search for, as it was typed; null or blank for all
     * @param tag which tag they have; null or blank for any
     */
    Page find(@Nullable String words, @Nullable String tag, int limit, int offset) {
        boolean searching = words != null && !words.isBlank();
        Optional<String> query = words == null ? Optional.empty() : SearchQuery.of(words);
        if (searching && query.isEmpty()) {
            return new Page(List.of(), 0);
        }
        boolean tagged = tag != null && !tag.isBlank();
        String from = " FROM bookmark_overview o"
                + (searching ? " JOIN bookmark_text ON bookmark_text.rowid = o.id" : "")
                + " WHERE "
                + (searching ? "bookmark_text MATCH :query" : "1")
                + (tagged ? " AND " + TAGGED : "");
        String order = (searching ? " ORDER BY bookmark_text.rank, o.id" : " ORDER BY o.created_at DESC, o.id DESC");
        JdbcClient.StatementSpec rows = jdbc.sql("SELECT o.*" + from + order + " LIMIT :limit OFFSET :offset");
        JdbcClient.StatementSpec count = jdbc.sql("SELECT count(*)" + from);
        for (JdbcClient.StatementSpec spec : List.of(rows, count)) {
            query.ifPresent(text -> spec.param("query", text));
            if (tagged) {
                spec.param("tag", tag);
            }
        }
        List<Bookmark> found = rows.param("limit", limit)
                .param("offset", offset)
                .query(BookmarkStore::bookmark)
                .list();
        return new Page(found, count.query(Integer.class).single());
    }

    Optional<Bookmark> find(long id) {
        return jdbc.sql("SELECT * FROM bookmark_overview WHERE id = :id")
                .param("id", id)
                .query(BookmarkStore::bookmark)
                .optional();
    }

    List<Tag> tags() {
        return jdbc.sql("SELECT t.name, count(*) AS count FROM tag t JOIN bookmark_tag bt ON bt.tag_id = t.id"
                        + " GROUP BY t.id ORDER BY t.name")
                .query((row, number) -> new Tag(row.getString("name"), row.getInt("count")))
                .list();
    }

    /**
     * Adds a bookmark.
     *
     * @throws DuplicateBookmarkException if its address is there already
     */
    @Transactional
    Bookmark add(BookmarkDraft.Checked draft) {
        long id = jdbc.sql("INSERT INTO bookmark (url, title, note, created_at) VALUES (:url, :title, :note,"
                        + " coalesce(:created, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))"
                        + " ON CONFLICT (url) DO NOTHING RETURNING id")
                .param("url", draft.url())
                .param("title", draft.title())
                .param("note", draft.note())
                .param("created", draft.createdAt().map(Instant::toString).orElse(null))
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new DuplicateBookmarkException(draft.url()));
        tag(id, draft.tags());
        return find(id).orElseThrow();
    }

    /**
     * Changes a bookmark; empty if there is none with this id.
     *
     * @throws DuplicateBookmarkException if another bookmark has this address
     */
    @Transactional
    Optional<Bookmark> change(long id, BookmarkDraft.Checked draft) {
        int changed = jdbc.sql("UPDATE OR IGNORE bookmark SET url = :url, title = :title, note = :note WHERE id = :id")
                .param("url", draft.url())
                .param("title", draft.title())
                .param("note", draft.note())
                .param("id", id)
                .update();
        Optional<Bookmark> present = find(id);
        if (present.isEmpty()) {
            return present;
        }
        if (changed == 0) {
            throw new DuplicateBookmarkException(draft.url());
        }
        jdbc.sql("DELETE FROM bookmark_tag WHERE bookmark_id = :id")
                .param("id", id)
                .update();
        tag(id, draft.tags());
        removeUnusedTags();
        return find(id);
    }

    /** Deletes a bookmark; false if there was none with this id. */
    @Transactional
    boolean delete(long id) {
        boolean deleted =
                jdbc.sql("DELETE FROM bookmark WHERE id = :id").param("id", id).update() > 0;
        removeUnusedTags();
        return deleted;
    }

    private void tag(long id, List<String> tags) {
        for (String tag : tags) {
            jdbc.sql("INSERT INTO tag (name) VALUES (:name) ON CONFLICT (name) DO NOTHING")
                    .param("name", tag)
                    .update();
            jdbc.sql("INSERT INTO bookmark_tag (bookmark_id, tag_id) SELECT :id, t.id FROM tag t WHERE t.name = :name")
                    .param("id", id)
                    .param("name", tag)
                    .update();
        }
    }

    private void removeUnusedTags() {
        jdbc.sql("DELETE FROM tag WHERE id NOT IN (SELECT tag_id FROM bookmark_tag)")
                .update();
    }

    private static Bookmark bookmark(ResultSet row, int number) throws SQLException {
        String tags = row.getString("tags");
        return new Bookmark(
                row.getLong("id"),
                row.getString("url"),
                row.getString("title"),
                row.getString("note"),
                tags.isEmpty() ? List.of() : Arrays.asList(tags.split(",")),
                Instant.parse(row.getString("created_at")));
    }
}

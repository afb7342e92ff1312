package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One script in the place of scripts that make everything SQLite has. */
class SquashOfAllObjectsTest extends SquashFixture {

    private void writeScripts() throws IOException {
        script(
                "0001-tables.sql",
                "PRAGMA user_version = 77",
                "CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE) STRICT",
                "CREATE TABLE tag (word TEXT, lang TEXT, PRIMARY KEY (word, lang)) WITHOUT ROWID",
                "CREATE TABLE \"odd \"\"name\" (a, b BLOB, c GENERATED ALWAYS AS (a || 'x') STORED, d AS (a + 1))",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author (id) ON DELETE CASCADE,"
                        + " title TEXT CHECK (length(title) > 0), price REAL DEFAULT 1.5)",
                "CREATE TABLE log (what TEXT)",
                "CREATE TRIGGER told AFTER INSERT ON book BEGIN INSERT INTO log VALUES (new.title); END");
        script(
                "0002-rows.sql",
                "INSERT INTO author (id, name) VALUES (1, 'Ada'), (2, 'it''s\nBob'), (9, 'gone')",
                "DELETE FROM author WHERE id = 9",
                "INSERT INTO book VALUES (7, 1, 'A', 9e999), (8, 2, 'B', 0.1)",
                "INSERT INTO tag VALUES ('w', 'de'), ('w', 'en')",
                "INSERT INTO \"odd \"\"name\" (a, b) VALUES (1, x'00ff'), (NULL, NULL), ('é🙂', '')");
        script(
                "0003-views.sql",
                "PRAGMA application_id = 1234",
                "CREATE VIEW titles AS SELECT title FROM book",
                "CREATE VIRTUAL TABLE search USING fts5(title, content='book', content_rowid='id')",
                "INSERT INTO search (search) VALUES ('rebuild')",
                "CREATE VIRTUAL TABLE notes USING fts5(body)",
                "INSERT INTO notes VALUES ('some words'), ('more words')",
                "CREATE VIRTUAL TABLE box USING rtree(id, x1, x2)",
                "INSERT INTO box VALUES (3, 1.5, 2.5)",
                "CREATE UNIQUE INDEX part ON book (title DESC) WHERE price > 1",
                "CREATE INDEX expr ON book (lower(title))",
                "CREATE TRIGGER into_view INSTEAD OF INSERT ON titles BEGIN INSERT INTO book (title) VALUES (new.title); END");
    }

    @Test
    void everythingThatSqliteKnowsIsMadeAgain() throws Exception {
        writeScripts();
        migrated("old.db");
        refuses(on("old.db"), 1, 3, "also insert rows", "author", "book", "log", "box");
        on("old.db").squashWithData(FIRST, new Version(3));
        migrated("new.db");
        assertThat(on("new.db").verify().state()).isEqualTo(Status.State.UP_TO_DATE);
        for (String query : List.of(
                "SELECT group_concat(type || name || ifnull(replace(sql, ' IF NOT EXISTS', ''), ''), char(10)) FROM"
                        + " (SELECT * FROM sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name)",
                "SELECT seq FROM sqlite_sequence WHERE name = 'author'",
                "SELECT id || name FROM author",
                "SELECT quote(id) || quote(author) || quote(title) || quote(price) FROM book",
                "SELECT quote(a) || quote(b) || quote(c) || quote(d) || rowid FROM \"odd \"\"name\"",
                "SELECT word || lang FROM tag",
                "SELECT rowid || what FROM log",
                "SELECT rowid FROM search WHERE search MATCH 'A'",
                "SELECT rowid FROM notes WHERE notes MATCH 'more'",
                "SELECT id || x1 || x2 FROM box",
                "PRAGMA user_version",
                "PRAGMA application_id")) {
            assertThat(rows("new.db", query))
                    .as(query)
                    .isEqualTo(rows("old.db", query))
                    .isNotEmpty();
        }
        assertThat(rows("new.db", "SELECT seq FROM sqlite_sequence WHERE name = 'author'"))
                .containsExactly("9");
    }
}

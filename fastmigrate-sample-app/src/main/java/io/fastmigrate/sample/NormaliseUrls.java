package io.fastmigrate.sample;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Gives every address its one spelling. Where two bookmarks turn out to be of one page, the older stays and takes the
 * other's tags. SQL alone cannot: it knows no internationalised host names.
 */
@Component
class NormaliseUrls implements JavaMigration {

    @Override
    public Version version() {
        return new Version(8);
    }

    @Override
    public String description() {
        return "normalise-urls";
    }

    @Override
    public void migrate(Connection connection) throws SQLException {
        Map<String, Long> kept = new LinkedHashMap<>();
        for (Map.Entry<Long, String> bookmark : addresses(connection).entrySet()) {
            long id = bookmark.getKey();
            String url = normalised(bookmark.getValue());
            Long older = kept.putIfAbsent(url, id);
            if (older != null) {
                merge(connection, id, older);
            } else if (!url.equals(bookmark.getValue())) {
                update(connection, "UPDATE bookmark SET url = ? WHERE id = ?", url, id);
            }
        }
    }

    /** Leaves an address alone that the application would not take today: a migration loses nothing. */
    private static String normalised(String url) {
        try {
            return BookmarkUrl.normalise(url);
        } catch (IllegalArgumentException e) {
            return url;
        }
    }

    private static Map<Long, String> addresses(Connection connection) throws SQLException {
        Map<Long, String> addresses = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, url FROM bookmark ORDER BY id")) {
            while (rows.next()) {
                addresses.put(rows.getLong("id"), rows.getString("url"));
            }
        }
        return addresses;
    }

    private static void merge(Connection connection, long id, long older) throws SQLException {
        update(
                connection,
                "INSERT OR IGNORE INTO bookmark_tag (bookmark_id, tag_id)"
                        + " SELECT ?, tag_id FROM bookmark_tag WHERE bookmark_id = ?",
                older,
                id);
        update(connection, "DELETE FROM bookmark_tag WHERE bookmark_id = ?", id);
        update(connection, "DELETE FROM bookmark WHERE id = ?", id);
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}

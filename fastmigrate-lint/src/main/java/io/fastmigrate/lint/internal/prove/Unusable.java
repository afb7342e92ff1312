package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.lint.internal.sqlite.SqliteMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The views of a SQLite database that cannot be read, and the tables that cannot be written, because something that they name is not there. */
final class Unusable {

    private Unusable() {}

    /** Returns each with what SQLite says; nothing is changed. */
    static List<String> of(Connection connection) throws SQLException {
        Map<String, String> uses = new LinkedHashMap<>();
        DatabaseState state = DatabaseState.read(connection);
        for (String object : state.objects().keySet()) {
            if (object.startsWith("view ")) {
                uses.put("reading the " + object + " fails", "SELECT * FROM " + Query.quoted(object.substring(5)));
            }
        }
        for (String table : state.rows().keySet()) {
            String columns = String.join(
                    ", ",
                    Query.texts(connection, "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", table).stream()
                            .map(column -> Query.quoted(column) + " = " + Query.quoted(column))
                            .toList());
            String quoted = Query.quoted(table);
            uses.put("changing a row of " + table + " fails", "UPDATE " + quoted + " SET " + columns);
            uses.put("deleting a row of " + table + " fails", "DELETE FROM " + quoted);
            uses.put("adding a row to " + table + " fails", "INSERT INTO " + quoted + " DEFAULT VALUES");
        }
        List<String> unusable = new ArrayList<>();
        Query.execute(connection, "PRAGMA foreign_keys = ON");
        for (Map.Entry<String, String> use : uses.entrySet()) {
            refusal(connection, use.getValue()).stream()
                    .filter(error -> error.contains("no such") || error.contains("foreign key mismatch"))
                    .forEach(error -> unusable.add(use.getKey() + ": " + error));
        }
        Query.execute(connection, "PRAGMA foreign_keys = OFF");
        return unusable;
    }

    private static List<String> refusal(Connection connection, String sql) throws SQLException {
        Query.execute(connection, "BEGIN");
        try {
            Query.execute(connection, sql);
            return List.of();
        } catch (SQLException e) {
            return List.of(SqliteMessages.of(e));
        } finally {
            Query.execute(connection, "ROLLBACK");
        }
    }
}

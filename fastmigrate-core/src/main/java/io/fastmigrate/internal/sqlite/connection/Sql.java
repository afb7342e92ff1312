package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements of our own, in one line each. */
public final class Sql {

    /** Something that runs statements. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    private Sql() {}

    /** Runs every statement of a text; results are dropped. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Returns the first column of the first row as text. */
    public static String string(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** Returns a name as SQL wants it when it could be mistaken for something else. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

package io.fastmigrate.lint.internal.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A table in memory, from which columns are dropped to see whether SQLite does so. */
public final class DroppedColumns {

    private DroppedColumns() {}

    /**
     * Tells whether SQLite drops columns.
     *
     * @param createTable the statement that makes the table
     */
    public static boolean areAccepted(String createTable, String table, List<String> columns) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute(createTable);
            for (String column : columns) {
                statement.execute("ALTER TABLE " + quoted(table) + " DROP COLUMN " + quoted(column));
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

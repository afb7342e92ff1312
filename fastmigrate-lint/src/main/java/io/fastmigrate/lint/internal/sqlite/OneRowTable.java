package io.fastmigrate.lint.internal.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A table in memory with one row, to which columns are added to see whether SQLite does so. */
public final class OneRowTable {

    private OneRowTable() {}

    /** Returns what SQLite says of adding a column to a table with a row, with foreign keys off; empty if it adds it. */
    public static Optional<String> refusal(String column) {
        return refusal(column, "");
    }

    /** Returns the same for a STRICT table. */
    public static Optional<String> refusalOfStrict(String column) {
        return refusal(column, " STRICT");
    }

    private static Optional<String> refusal(String column, String options) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE one (zz_id INTEGER PRIMARY KEY)" + options);
            statement.execute("INSERT INTO one VALUES (1)");
            try {
                statement.execute("ALTER TABLE one ADD COLUMN " + column);
                return Optional.empty();
            } catch (SQLException e) {
                return Optional.of(SqliteMessages.of(e));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite makes a database in memory.", e);
        }
    }
}

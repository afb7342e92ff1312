package io.fastmigrate.backend.sqlite;

import io.fastmigrate.model.DatabaseUnusableException;
import io.fastmigrate.model.DatabaseUnusableException.Problem;
import io.fastmigrate.model.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code _meta}, whose one row holds the version. */
final class MetaTable {

    static final String NAME = "_meta";

    private static final String CREATE = """
            CREATE TABLE _meta (
                            id INTEGER PRIMARY KEY CHECK (id = 1),
                            version INTEGER NOT NULL DEFAULT 0
                        )""";

    private MetaTable() {}

    static void create(Connection connection) throws SQLException {
        Sql.run(connection, CREATE + "; INSERT INTO main._meta (id, version) VALUES (1, 0)");
    }

    /** Returns whether the table is there. */
    static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '_meta' COLLATE NOCASE")) {
            return rows.next();
        }
    }

    /**
     * Reads the version; empty where the table is not there.
     *
     * @throws DatabaseUnusableException if the table is there, but holds no version
     */
    static Optional<Version> read(Connection connection, String database) throws SQLException {
        return exists(connection) ? Optional.of(value(connection, database)) : Optional.empty();
    }

    /** Reads the version as {@link #read} does, without a look through the schema where the table was there before. */
    static Optional<Version> readAgain(Connection connection, String database) throws SQLException {
        try {
            return Optional.of(value(connection, database));
        } catch (SQLException e) {
            if (!exists(connection)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Version value(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM main._meta WHERE id = 1")) {
            if (!rows.next()) {
                throw broken(database, "it has no row with id 1", null);
            }
            String text = rows.getString(1);
            return new Version(Integer.parseInt(String.valueOf(text)));
        } catch (IllegalArgumentException e) {
            throw broken(database, "its version is not a whole number from 0 on", null);
        } catch (SQLException e) {
            if (SqliteErrors.message(e).startsWith("no such column")) {
                throw broken(database, "it has no column id or version", e);
            }
            throw e;
        }
    }

    private static DatabaseUnusableException broken(String database, String what, @Nullable SQLException cause) {
        return new DatabaseUnusableException(
                database,
                Problem.BROKEN_META,
                "The table _meta of " + database + " does not hold a version: " + what + ".",
                "Put back its one row (1, version) by hand, with the number of the last script that ran.",
                cause);
    }

    /** Sets the version, as the Python tool does: the row is made anew if a script took it away. */
    static void write(Connection connection, Version version) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO main._meta (id, version) VALUES (1, ?)")) {
            statement.setInt(1, version.number());
            statement.executeUpdate();
        }
    }
}

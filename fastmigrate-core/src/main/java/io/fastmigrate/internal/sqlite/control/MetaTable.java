package io.fastmigrate.internal.sqlite.control;

import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/** The table {@code _meta}, whose one row holds the version. */
public final class MetaTable {

    public static final String NAME = "_meta";

    private static final String CREATE = """
        CREATE TABLE _meta (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        version INTEGER NOT NULL DEFAULT 0
                    )\
        """;

    private MetaTable() {}

    public static void create(Connection connection) throws SQLException {
        Sql.run(connection, CREATE + "; INSERT INTO main._meta (id, version) VALUES (1, 0)");
    }

    /** Returns whether the table is there. */
    public static boolean exists(Connection connection) throws SQLException {
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
    public static Optional<Version> read(Connection connection, String database) throws SQLException {
        if (exists(connection)) {
            return Optional.of(value(connection, database));
        }
        requireNameFree(connection, database);
        return Optional.empty();
    }

    /**
     * Fails if something else than a table has the name.
     *
     * @throws DatabaseUnusableException for a view, an index or a trigger
     */
    public static void requireNameFree(Connection connection, String database) throws SQLException {
        List<String> types = strings(
                connection,
                "SELECT type FROM main.sqlite_schema WHERE type <> 'table' AND name = '_meta' COLLATE NOCASE"
                        + " ORDER BY type DESC");
        // A trigger may have the name of a table.
        types.remove("trigger");
        if (!types.isEmpty()) {
            String type = types.get(0);
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.BROKEN_META,
                            "The version of " + database + " cannot be kept: _meta is "
                                    + (type.equals("view") ? "a " : "an ") + type + " there, not a table.",
                            "Give the " + type + " another name, then enroll the database; ",
                            null);
        }
    }

    /** Reads the version as {@link #read} does, without reading the schema where the table was there before. */
    public static Optional<Version> readAgain(Connection connection, String database) throws SQLException {
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
                requireSound(connection);
                throw broken(database, "it has no row with id 1", null);
            }
            String text = rows.getString(1);
            if (rows.next()) {
                throw broken(database, "it has more than one row with id 1", null);
            }
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

    /** A row that cannot be found is not always one that is missing: a file that was cut off has lost it with others. */
    private static void requireSound(Connection connection) throws SQLException {
        String found = Sql.string(connection, "PRAGMA main.quick_check(1)");
        if (!found.equals("ok")) {
            throw DB.newSQLException(Codes.SQLITE_CORRUPT, found.replaceAll("\\s+", " "));
        }
    }

    private static DatabaseUnusableException broken(String database, String what, @Nullable SQLException cause) {
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.BROKEN_META,
                        "The table _meta of " + database + " does not contain a version: " + what + ".",
                        "Restore its one row (1, version) by hand, with the number of the last applied script.",
                        cause);
    }

    /**
     * Sets the version, as the Python tool does: the row is made again if a script took it away. What was written is read
     * back, since a trigger can undo it without an error.
     *
     * @throws DatabaseUnusableException if the table does not hold the version afterwards
     */
    public static void write(Connection connection, String database, Version version) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO main._meta (id, version) VALUES (1, ?)")) {
            statement.setInt(1, version.number());
            statement.executeUpdate();
        }
        List<String> kept = kept(connection);
        if (!kept.equals(List.of(version.toString()))) {
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.BROKEN_META,
                            "The version was not stored: the table _meta of " + database + " holds "
                                    + (kept.isEmpty() ? "none" : String.join(" and ", kept)) + " instead of " + version
                                    + ", as "
                                    + cause(connection, NAME) + ".",
                            "Drop what changes it, and migrate again.",
                            null);
        }
    }

    /** A view has no row ids: _meta must be the table. A table WITHOUT ROWID has none either, and is asked for in the schema. */
    private static List<String> kept(Connection connection) throws SQLException {
        String version = "SELECT version FROM main._meta WHERE id = 1";
        try {
            return strings(connection, version + " AND rowid IS NOT NULL");
        } catch (SQLException e) {
            return exists(connection) ? strings(connection, version) : List.of();
        }
    }

    /** Returns what can keep a row of ours from being written. */
    static String cause(Connection connection, String table) throws SQLException {
        List<String> triggers = new ArrayList<>();
        for (String schema : List.of("main", "temp")) {
            triggers.addAll(strings(
                    connection,
                    "SELECT name FROM " + schema + ".sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = '"
                            + table + "'"));
        }
        return triggers.isEmpty()
                ? "it is not the table that fastmigrate creates"
                : "a trigger on it changes or ignores what is written: " + String.join(", ", triggers);
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(String.valueOf(rows.getString(1)));
            }
        }
        return strings;
    }
}

package io.fastmigrate.internal.sqlite.control;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code _fastmigrate_repeatable}: one row for each repeatable script, which says how it ran last. */
public final class RepeatableTable {

    public static final String NAME = "_fastmigrate_repeatable";

    private static final String CREATE = """
        CREATE TABLE IF NOT EXISTS main._fastmigrate_repeatable (
            file_name TEXT PRIMARY KEY,
            checksum TEXT NOT NULL,
            applied_at TEXT NOT NULL,
            duration_ms INTEGER NOT NULL,
            applied_by TEXT NOT NULL,
            version INTEGER NOT NULL
        )\
        """;

    private static final String COLUMNS = "file_name, checksum, applied_at, duration_ms, applied_by, version";

    private RepeatableTable() {}

    public static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '" + NAME + "'")) {
            return rows.next();
        }
    }

    /**
     * Reads all rows of the table, which is there, in the order of the names.
     *
     * @throws DatabaseUnusableException if it is not ours or holds what we never wrote
     */
    public static List<HistoryEntry> read(Connection connection, String database) throws SQLException {
        return checked(database, () -> entries(connection));
    }

    /** Reads the checksum of one script; empty where it never ran. */
    public static Optional<String> checksum(Connection connection, String database, String fileName)
            throws SQLException {
        return exists(connection)
                ? checked(database, () -> Optional.ofNullable(stored(connection, fileName)))
                : Optional.empty();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException;
    }

    private static <T> T checked(String database, Reading<T> reading) throws SQLException {
        try {
            return reading.read();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw broken(database, String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            if (SqliteErrors.message(e).startsWith("no such column")) {
                throw broken(database, SqliteErrors.message(e), e);
            }
            throw e;
        }
    }

    private static List<HistoryEntry> entries(Connection connection) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + COLUMNS + " FROM main." + NAME + " ORDER BY file_name")) {
            while (rows.next()) {
                Version version = new Version(rows.getInt(6));
                entries.add(HistoryEntry.of(
                                version,
                                version,
                                text(rows, 1),
                                Script.Kind.SQL,
                                text(rows, 2),
                                UtcTime.parse(text(rows, 3)))
                        .withTook(Duration.ofMillis(rows.getLong(4)))
                        .withAppliedBy(text(rows, 5)));
            }
        }
        return entries;
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        return String.valueOf(rows.getString(column));
    }

    private static @Nullable String stored(Connection connection, String fileName) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT checksum FROM main." + NAME + " WHERE file_name = ?")) {
            statement.setString(1, fileName);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private static DatabaseUnusableException broken(String database, String what, @Nullable Exception cause) {
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.BROKEN_HISTORY,
                        "The table " + NAME + " of " + database + " does not have the expected columns: " + what,
                        "Repair it, or drop it: the next run creates a new one and runs all repeatable scripts again.",
                        cause);
    }

    /** Adds or replaces the row of one script, and makes the table where it is not there yet. */
    public static void write(Connection connection, String database, HistoryEntry entry) throws SQLException {
        Sql.run(connection, CREATE);
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT OR REPLACE INTO main." + NAME + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, entry.fileName());
            statement.setString(2, entry.checksum());
            statement.setString(3, entry.appliedAt().toString());
            statement.setLong(4, entry.took().toMillis());
            statement.setString(5, entry.appliedBy());
            statement.setInt(6, entry.version().number());
            statement.executeUpdate();
        }
        if (!Objects.equals(stored(connection, entry.fileName()), entry.checksum())) {
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.BROKEN_HISTORY,
                            "The row of " + entry.fileName() + " was not stored in the table " + NAME + " of "
                                    + database + ", as " + MetaTable.cause(connection, NAME) + ".",
                            "Drop what changes it, and migrate again.",
                            null);
        }
    }
}

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
import java.util.Optional;

/** The table {@code _fastmigrate_history}: one row for each script that ran. */
public final class HistoryTable {

    public static final String NAME = "_fastmigrate_history";

    private static final String CREATE = """
        CREATE TABLE IF NOT EXISTS main._fastmigrate_history (
            version INTEGER PRIMARY KEY,
            file_name TEXT NOT NULL,
            kind TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at TEXT NOT NULL,
            duration_ms INTEGER NOT NULL,
            applied_by TEXT NOT NULL,
            from_version INTEGER NOT NULL
        )\
        """;

    private static final String COLUMNS =
            "version, file_name, kind, checksum, applied_at, duration_ms, applied_by, from_version";

    private static final int COLUMN_COUNT = 8;

    /** A character that no sensible value holds; if one does, the rows are read one by one. */
    private static final String SEPARATOR = "\u001f";

    private static final String ALL = "SELECT count(*), group_concat("
            + COLUMNS.replace(", ", " || '" + SEPARATOR + "' || ") + ", '" + SEPARATOR + "') FROM (SELECT " + COLUMNS
            + " FROM main._fastmigrate_history ORDER BY version)";

    private HistoryTable() {}

    static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '_fastmigrate_history'")) {
            return rows.next();
        }
    }

    /**
     * Reads all entries of the table, which is there, in order.
     *
     * @throws DatabaseUnusableException if it is not ours or holds what we never wrote
     */
    public static List<HistoryEntry> read(Connection connection, String database, KnownHistory known)
            throws SQLException {
        try {
            return readEntries(connection, known);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw broken(database, String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            if (SqliteErrors.message(e).startsWith("no such column")) {
                throw broken(database, SqliteErrors.message(e), e);
            }
            throw e;
        }
    }

    private static DatabaseUnusableException broken(String database, String what, Exception cause) {
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.BROKEN_HISTORY,
                        "The table _fastmigrate_history of " + database + " does not have the expected columns: "
                                + what,
                        "Repair it, or drop it: the next script creates a new one, and the version does not depend on"
                                + " it.",
                        cause);
    }

    /**
     * All rows in one text: to have thousands of rows from the driver, value by value, takes longer than all else.
     * Empty if it is not certain where each value ends.
     */
    private static Optional<List<HistoryEntry>> readAtOnce(Connection connection, KnownHistory known)
            throws SQLException {
        String text;
        int count;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            count = rows.getInt(1);
            text = count == 0 ? "" : String.valueOf(rows.getString(2));
        }
        List<HistoryEntry> same = known.entries(text);
        if (same != null && same.size() == count) {
            return Optional.of(same);
        }
        String[] values = count == 0 ? new String[0] : text.split(SEPARATOR, -1);
        if (values.length != COLUMN_COUNT * count) {
            return Optional.empty();
        }
        List<HistoryEntry> read = new ArrayList<>(count);
        for (int at = 0; at < values.length; at += COLUMN_COUNT) {
            read.add(entry(values, at));
        }
        List<HistoryEntry> entries = List.copyOf(read);
        known.keep(text, entries);
        return Optional.of(entries);
    }

    private static HistoryEntry entry(String[] values, int at) {
        return HistoryEntry.of(
                        new Version(Integer.parseInt(values[at + 7])),
                        new Version(Integer.parseInt(values[at])),
                        values[at + 1],
                        Script.Kind.valueOf(values[at + 2]),
                        values[at + 3],
                        UtcTime.parse(values[at + 4]))
                .withTook(Duration.ofMillis(Long.parseLong(values[at + 5])))
                .withAppliedBy(values[at + 6]);
    }

    private static List<HistoryEntry> readEntries(Connection connection, KnownHistory known) throws SQLException {
        Optional<List<HistoryEntry>> atOnce = readAtOnce(connection, known);
        return atOnce.isPresent() ? atOnce.get() : readOneByOne(connection);
    }

    private static List<HistoryEntry> readOneByOne(Connection connection) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + COLUMNS + " FROM main._fastmigrate_history ORDER BY version")) {
            while (rows.next()) {
                entries.add(entry(rows));
            }
        }
        return entries;
    }

    private static HistoryEntry entry(ResultSet rows) throws SQLException {
        return HistoryEntry.of(
                        new Version(rows.getInt(8)),
                        new Version(rows.getInt(1)),
                        rows.getString(2),
                        Script.Kind.valueOf(rows.getString(3)),
                        rows.getString(4),
                        UtcTime.parse(rows.getString(5)))
                .withTook(Duration.ofMillis(rows.getLong(6)))
                .withAppliedBy(rows.getString(7));
    }

    /** A trigger can undo what is written without an error. */
    private static void requireWritten(Connection connection, String database, HistoryEntry entry) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT checksum, file_name FROM main._fastmigrate_history WHERE version = ?")) {
            statement.setInt(1, entry.version().number());
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()
                        && entry.checksum().equals(rows.getString(1))
                        && entry.fileName().equals(rows.getString(2))) {
                    return;
                }
            }
        }
        throw Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.BROKEN_HISTORY,
                        "The entry of " + entry.fileName() + " was not stored in the table _fastmigrate_history of "
                                + database + ", as " + MetaTable.cause(connection, NAME) + ".",
                        "Drop what changes it, and migrate again.",
                        null);
    }

    /** Adds or replaces the entry of one version, and makes the table where it is not there yet. */
    public static void write(Connection connection, String database, HistoryEntry entry) throws SQLException {
        Sql.run(connection, CREATE);
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT OR REPLACE INTO main._fastmigrate_history (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setInt(1, entry.version().number());
            statement.setString(2, entry.fileName());
            statement.setString(3, entry.kind().name());
            statement.setString(4, entry.checksum());
            statement.setString(5, entry.appliedAt().toString());
            statement.setLong(6, entry.took().toMillis());
            statement.setString(7, entry.appliedBy());
            statement.setInt(8, entry.from().number());
            statement.executeUpdate();
        }
        requireWritten(connection, database, entry);
    }
}

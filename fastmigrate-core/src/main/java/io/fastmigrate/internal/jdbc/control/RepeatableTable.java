package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code _fastmigrate_repeatable}: one row for each repeatable script, which says how it ran last. */
public final class RepeatableTable {

    static final String NAME = "_fastmigrate_repeatable";

    private static final String COLUMNS = "file_name, checksum, applied_at, duration_ms, applied_by, version";

    private static final int COLUMN_COUNT = 6;

    private final Db db;
    private final String database;
    private final String name;

    /**
     * Makes the table's reader and writer.
     *
     * @param database what messages call it
     * @param name of the table, which does not have its own yet while a database is brought under management
     */
    RepeatableTable(Db db, String database, String name) {
        this.db = db;
        this.database = database;
        this.name = name;
    }

    static String select(String table) {
        return "SELECT " + COLUMNS + " FROM " + table + " ORDER BY file_name";
    }

    /**
     * Returns what rows say, whose table has been found.
     *
     * @throws DateTimeException or IllegalArgumentException if a row is not one that was written
     */
    static List<HistoryEntry> entries(List<List<String>> rows) {
        return rows.stream().map(RepeatableTable::entry).toList();
    }

    private static HistoryEntry entry(List<@Nullable String> row) {
        Version version = new Version(Integer.parseInt(String.valueOf(row.get(5))));
        return HistoryEntry.of(
                        version,
                        version,
                        String.valueOf(row.get(0)),
                        Script.Kind.SQL,
                        String.valueOf(row.get(1)),
                        Instant.parse(String.valueOf(row.get(2))))
                .withTook(Duration.ofMillis(Long.parseLong(String.valueOf(row.get(3)))))
                .withAppliedBy(String.valueOf(row.get(4)));
    }

    /** Reads all rows of a table that has been found. */
    List<HistoryEntry> read() throws SQLException {
        try {
            return entries(Rows.all(db.jdbc(), COLUMN_COUNT, select(db.table(name))));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw broken("does not have the expected columns: " + e.getMessage());
        }
    }

    private DatabaseUnusableException broken(String what) {
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        Problem.BROKEN_HISTORY,
                        "The table " + NAME + " of " + database + " " + what,
                        "Repair it, or drop it: the next run creates a new one and runs all repeatable scripts again.",
                        null);
    }

    /** Makes the table where it is not there yet; before a transaction, which it would end on some databases. */
    public void create() throws SQLException {
        if (!db.exists(name)) {
            Rows.run(
                    db.jdbc(),
                    "CREATE TABLE " + db.table(name) + " (file_name VARCHAR(300) PRIMARY KEY, checksum VARCHAR(80)"
                            + " NOT NULL, applied_at VARCHAR(40) NOT NULL, duration_ms BIGINT NOT NULL, applied_by"
                            + " VARCHAR(255) NOT NULL, version INTEGER NOT NULL)"
                            + db.dialect().takesEveryText());
        }
    }

    /** Reads the checksum of one script; empty where it never ran. */
    public Optional<String> checksum(String fileName) throws SQLException {
        return Rows.text(db.jdbc(), selectChecksum(), fileName);
    }

    private String selectChecksum() {
        return "SELECT checksum FROM " + db.table(name) + " WHERE file_name = ?";
    }

    /** Adds or replaces the row of one script, and reads it back: a trigger can undo it without an error. */
    public void write(HistoryEntry entry, String appliedBy) throws SQLException {
        Rows.run(db.jdbc(), "DELETE FROM " + db.table(name) + " WHERE file_name = ?", entry.fileName());
        Rows.run(
                db.jdbc(),
                "INSERT INTO " + db.table(name) + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)",
                entry.fileName(),
                entry.checksum(),
                entry.appliedAt().toString(),
                entry.took().toMillis(),
                appliedBy,
                entry.version().number());
        if (!checksum(entry.fileName()).equals(Optional.of(entry.checksum()))) {
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.BROKEN_HISTORY,
                            "The row of " + entry.fileName() + " was not stored in the table " + NAME + " (" + database
                                    + "); a trigger or a rule on it changes or ignores what is written.",
                            "Drop the trigger or the rule, and migrate again.",
                            null);
        }
    }
}

package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The tables {@code _meta}, whose one row holds the version, and {@code _fastmigrate_history}. */
public final class ControlTables {

    public static final String META = "_meta";
    static final String HISTORY = "_fastmigrate_history";

    private static final int LONGEST_TEXT = 255;

    private static final int CHECKSUM_LENGTH = 80;

    private final Db db;
    private final String database;
    private final String meta;
    private final String history;
    private final String repeatable;

    /**
     * Makes the tables' reader and writer.
     *
     * @param database what messages call it
     */
    public ControlTables(Db db, String database) {
        this(db, database, name -> name);
    }

    private ControlTables(Db db, String database, UnaryOperator<String> names) {
        this.db = db;
        this.database = database;
        this.meta = names.apply(META);
        this.history = names.apply(HISTORY);
        this.repeatable = names.apply(RepeatableTable.NAME);
    }

    /**
     * Returns tables under other names, for databases whose definitions commit by themselves: they are filled there, and
     * count only after {@link TakenOverTables#publish}.
     */
    public static ControlTables unpublished(Db db, String database) {
        return new ControlTables(db, database, TakenOverTables::unpublished);
    }

    public Snapshot read() throws SQLException {
        return read(new KnownTables());
    }

    /** Reads them step by step, and keeps what they hold. */
    public Snapshot read(KnownTables known) throws SQLException {
        Set<String> tables = db.schema().isEmpty() ? Set.of() : db.existing(META, HISTORY, RepeatableTable.NAME);
        known.hasRepeatable(tables.contains(RepeatableTable.NAME));
        if (!tables.contains(META)) {
            return Snapshot.of(Snapshot.Presence.UNMANAGED);
        }
        return new Snapshot(
                Snapshot.Presence.MANAGED,
                version(""),
                tables.contains(HISTORY) ? history(known) : List.of(),
                tables.contains(RepeatableTable.NAME) ? repeatable().read() : List.of());
    }

    /** Returns the table of repeatable scripts. */
    public RepeatableTable repeatable() {
        return new RepeatableTable(db, database, repeatable);
    }

    /** Reads the version in a transaction, and keeps everybody else from changing it until that ends. */
    public Version lockVersion() throws SQLException {
        Optional<String> lock = db.dialect().lockRow(db.table(meta));
        if (lock.isPresent()) {
            Rows.run(db.jdbc(), lock.get());
        }
        return version(db.dialect().forUpdate());
    }

    /** Returns the question that {@link #lockVersion} asks, to be sent with others; empty where it is more than one. */
    public Optional<String> versionQuery() {
        Dialect dialect = db.dialect();
        return dialect.lockRow(db.table(meta)).isPresent()
                ? Optional.empty()
                : Optional.of(selectVersion() + dialect.forUpdate());
    }

    private Version version(String suffix) throws SQLException {
        return version(Rows.text(db.jdbc(), selectVersion() + suffix));
    }

    /** Returns the version that a query of it was answered with. */
    public Version version(Optional<String> text) {
        if (text.isEmpty()) {
            throw broken(
                    Problem.BROKEN_META,
                    "_meta",
                    "it has no row with id 1, or no version in it",
                    "Restore its one row (1, version) by hand, with the number of the last applied script.");
        }
        try {
            return new Version(Integer.parseInt(text.get()));
        } catch (IllegalArgumentException e) {
            throw broken(
                    Problem.BROKEN_META,
                    "_meta",
                    "its version is not a whole number from 0 on",
                    "Restore its one row (1, version) by hand, with the number of the last applied script.");
        }
    }

    private DatabaseUnusableException broken(Problem problem, String table, String what, String advice) {
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        problem,
                        "The table " + table + " of " + database + " does not have the expected columns: " + what + ".",
                        advice,
                        null);
    }

    /** Sets the version; the row is made again if a script took it away. A trigger can undo it without an error. */
    public void writeVersion(Version version) throws SQLException {
        requireSeen(meta);
        if (Rows.update(db.jdbc(), ControlRows.updateVersion(db.table(meta), version)) == 0) {
            Rows.run(
                    db.jdbc(), "INSERT INTO " + db.table(meta) + " (id, version) VALUES (1, " + version.number() + ")");
        }
        requireVersion(version);
    }

    private String selectVersion() {
        return ControlRows.selectVersion(db.table(meta));
    }

    /** Reads back what was written. */
    public void requireVersion(Version version) throws SQLException {
        Version kept = version("");
        if (!kept.equals(version)) {
            throw notKept(
                    Problem.BROKEN_META,
                    "The version was not stored: the table _meta contains " + kept + " instead of " + version);
        }
    }

    /** What a routine makes is seen in no script. */
    private void requireSeen(String table) throws SQLException {
        if (db.isTouched() && db.dialect().isHidden(db.jdbc(), db.schema(), table)) {
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            table.equals(meta) ? Problem.BROKEN_META : Problem.BROKEN_HISTORY,
                            "The script made a temporary table " + table
                                    + ", which hides the table of fastmigrate with that name (" + database + ").",
                            "Give the temporary table another name, and migrate again.",
                            null);
        }
    }

    private DatabaseUnusableException notKept(Problem problem, String what) {
        return Bridge.errors()
                .databaseUnusable(
                        database,
                        problem,
                        what + " (" + database + "); a trigger or a rule on it changes or ignores what is written.",
                        "Drop the trigger or the rule, and migrate again.",
                        null);
    }

    public void createMeta() throws SQLException {
        for (String sql : db.dialect().createMeta(db.table(meta))) {
            Rows.run(db.jdbc(), sql);
        }
    }

    private List<HistoryEntry> history(KnownTables known) throws SQLException {
        try {
            return known.entries(db.schema(), Rows.all(db.jdbc(), 8, ControlRows.selectHistory(db.table(history))));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw broken(
                    Problem.BROKEN_HISTORY,
                    HISTORY,
                    String.valueOf(e.getMessage()),
                    "Repair it, or drop it: the next script creates a new one, and the version does not"
                            + " depend on it.");
        }
    }

    /**
     * Makes the table where it is not there yet; before a transaction, which it would end on some databases.
     *
     * @param last learns of the newest entry
     * @return how many characters a checksum can have in it: in an old table there is no room for its version
     */
    public int createHistory(LastEntry last) throws SQLException {
        if (db.exists(history)) {
            last.found(Rows.text(db.jdbc(), "SELECT max(version) FROM " + db.table(history))
                    .map(newest -> new Version(Integer.parseInt(newest))));
            db.dialect().takeEveryText(db.jdbc(), db.schema(), history);
            return Rows.width(db.jdbc(), "SELECT checksum FROM " + db.table(history) + " WHERE 1 = 0");
        }
        Rows.run(
                db.jdbc(),
                "CREATE TABLE " + db.table(history)
                        + " (version INTEGER PRIMARY KEY, file_name VARCHAR(255) NOT NULL,"
                        + " kind VARCHAR(20) NOT NULL, checksum VARCHAR(" + CHECKSUM_LENGTH
                        + ") NOT NULL, applied_at VARCHAR(40) NOT NULL,"
                        + " duration_ms BIGINT NOT NULL, applied_by VARCHAR(255) NOT NULL, from_version INTEGER NOT"
                        + " NULL)" + db.dialect().takesEveryText());
        return CHECKSUM_LENGTH;
    }

    /**
     * Adds or replaces the entry of one version.
     *
     * @param room for a checksum, as {@link #createHistory} found it; where it is too small, its version is left out, which
     *     stands for the first
     * @param last the entry that must still be there; becomes this one
     */
    public void writeHistory(HistoryEntry entry, int room, LastEntry last) throws SQLException {
        requireSeen(history);
        Version version = entry.version();
        Object[] values = values(entry, room);
        Rows.run(db.jdbc(), ControlRows.deleteEntry(db.table(history), version));
        Rows.run(db.jdbc(), ControlRows.insertEntry(db.table(history)), values);
        Optional<String> kept =
                Rows.text(db.jdbc(), ControlRows.selectChecksum(db.table(history), version, last.version()));
        if (!kept.equals(Optional.of(checksum(entry, room)))) {
            requireEntry(last);
            throw notKept(
                    Problem.BROKEN_HISTORY,
                    "The entry of " + entry.fileName() + " was not stored in the table _fastmigrate_history");
        }
        last.wrote(version);
    }

    private static String checksum(HistoryEntry entry, int room) {
        return entry.checksum().length() <= room ? entry.checksum() : ScriptChecksum.digits(entry.checksum());
    }

    /** Returns the values of all columns. */
    private Object[] values(HistoryEntry entry, int room) throws SQLException {
        return new Object[] {
            entry.version().number(),
            text(entry.fileName()),
            entry.kind().name(),
            checksum(entry, room),
            entry.appliedAt().toString(),
            entry.took().toMillis(),
            text(entry.appliedBy()),
            entry.from().number()
        };
    }

    private void requireEntry(LastEntry last) throws SQLException {
        Optional<Version> before = last.version();
        if (before.isPresent()
                && Rows.all(
                                db.jdbc(),
                                1,
                                "SELECT version FROM " + db.table(history) + " WHERE version = "
                                        + before.get().number())
                        .isEmpty()) {
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.BROKEN_HISTORY,
                            "The entry of version " + before.get() + " is gone from the table _fastmigrate_history ("
                                    + database + "): the script, or something that it calls, deleted it.",
                            "Remove what deletes it from the script, and migrate again.",
                            null);
        }
    }

    /**
     * Does in one message what {@link #writeVersion} and {@link #writeHistory} do, and reads back what was written.
     *
     * @param entry to be written too, if there is one
     * @param cleanup a statement that runs first
     * @param room as above
     * @param last as above
     * @param ends whether the transaction is about to be committed: then what the database puts off until that is done too, before
     *     the version is read back once more
     * @return whether all is as it must be; otherwise it has to be done step by step, which says what is wrong
     */
    public boolean writeAtOnce(
            Version version,
            Optional<HistoryEntry> entry,
            Optional<String> cleanup,
            int room,
            LastEntry last,
            boolean ends)
            throws SQLException {
        CombinedStatements all = new CombinedStatements(db);
        Object[] values = {};
        cleanup.ifPresent(all::run);
        all.run(ControlRows.updateVersion(db.table(meta), version));
        all.expect(selectVersion(), version.toString());
        if (entry.isPresent()) {
            values = values(entry.get(), room);
            all.run(ControlRows.deleteEntry(db.table(history), version));
            all.run(ControlRows.insertEntry(db.table(history)));
            all.expect(
                    ControlRows.selectChecksum(db.table(history), version, last.version()),
                    checksum(entry.get(), room));
        }
        if (ends) {
            db.dialect().runDeferred().ifPresent(all::run);
            all.expect(selectVersion(), version.toString());
        }
        boolean done = all.areAsExpected(values);
        if (done && entry.isPresent()) {
            last.wrote(version);
        }
        return done;
    }

    /** Records how a repeatable script ran. */
    public void writeRepeatable(HistoryEntry entry) throws SQLException {
        requireSeen(repeatable);
        repeatable().write(entry, text(entry.appliedBy()));
    }

    /** No longer than the column, and never empty, which some databases take for NULL. */
    private String text(String text) throws SQLException {
        int length = text.codePointCount(0, text.length());
        String cut = length > LONGEST_TEXT ? text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) : text;
        return db.dialect().storable(db.jdbc(), cut.isEmpty() ? "-" : cut);
    }
}

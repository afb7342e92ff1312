package io.fastmigrate.internal.jdbc;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.control.ControlBlock;
import io.fastmigrate.internal.jdbc.control.ControlTables;
import io.fastmigrate.internal.jdbc.control.LastEntry;
import io.fastmigrate.internal.jdbc.control.TakenOverTables;
import io.fastmigrate.internal.sql.names.ScriptNames;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a session reads and writes. Those of a database that is brought under management are there as a whole or
 * not at all: they are made in the transaction that sets the version, also the history, which otherwise is made before it.
 * Where definitions commit by themselves they are filled under other names, and get their own by the very last statement.
 */
final class SessionTables {

    private final String database;
    private final LastEntry lastEntry = new LastEntry();
    private final RemadeViews views = new RemadeViews();
    private boolean takingOver;
    private boolean keepsHistory;
    private boolean keepsRepeatable;

    /** The version that was read when the transaction began, until it is asked for. */
    private @Nullable Version read;

    /** Whether the table of repeatable scripts is there for certain. */
    private boolean hasRepeatable;

    /** For a checksum in the history; 0 as long as it is not known whether there is a history. */
    private int checksumRoom;

    /**
     * Makes the tables of a session.
     *
     * @param database what messages call it
     */
    SessionTables(String database) {
        this.database = database;
    }

    ControlTables of(Db db) {
        return isUnpublished(db) ? ControlTables.unpublished(db, database) : new ControlTables(db, database);
    }

    private boolean isUnpublished(Db db) {
        return takingOver && !db.dialect().isAtomic();
    }

    /** Returns the version, and keeps others from changing it. */
    Version version(Db db) throws SQLException {
        if (read != null) {
            return lockVersion(db);
        }
        Optional<String> question = of(db).versionQuery();
        Optional<List<List<List<String>>>> answers = question.isEmpty()
                ? Optional.empty()
                : new ControlBlock(db).add(question.get()).run();
        return answers.isEmpty()
                ? db.askAsOwner(() -> of(db).lockVersion())
                : of(db).version(Rows.text(answers.get().get(0)));
    }

    /** Tells whether a history, if one is wanted, is there, and how wide it is. */
    boolean areKnown() {
        return checksumRoom != 0;
    }

    /** From here on until {@link #committed} or {@link #abandon} the database is being brought under management. */
    void takeOver() {
        takingOver = true;
        keepsHistory = false;
        keepsRepeatable = false;
    }

    /**
     * Begins a transaction of scripts, and reads the version at once where that saves a message.
     *
     * @param settings statements that make the transaction what the first script asks for
     */
    void begin(Db db, List<String> settings, long lockMillis) throws SQLException {
        read = null;
        Optional<String> question = takingOver ? Optional.empty() : of(db).versionQuery();
        if (question.isPresent() && db.canBeginAndAsk()) {
            read = of(db).version(db.beginAndAsk(settings, lockMillis, question.get()));
        } else {
            db.begin(settings, lockMillis);
        }
    }

    /** Begins a transaction, and reads the version too where both are one message. */
    void begin(Db db, long lockMillis) throws SQLException {
        read = null;
        Optional<String> question = takingOver ? Optional.empty() : of(db).versionQuery();
        if (question.isEmpty() || db.ownerCondition().isEmpty() || !beginsAndReads(db, question.get())) {
            db.begin(List.of(), lockMillis);
        }
    }

    /** If that fails, it is for the question itself to say why, when it is asked. */
    private boolean beginsAndReads(Db db, String question) throws SQLException {
        try {
            Optional<List<List<List<String>>>> answers =
                    new ControlBlock(db).begin().add(question).run();
            if (answers.isPresent()) {
                read = of(db).version(Rows.text(answers.get().get(0)));
            }
            return answers.isPresent();
        } catch (SQLException e) {
            db.rollBackQuietly();
            return false;
        }
    }

    /** Returns the version, and keeps others from changing it until the transaction ends. */
    Version lockVersion(Db db) throws SQLException {
        Version known = read;
        read = null;
        return known != null ? known : of(db).lockVersion();
    }

    /** To be called before the transaction where a history is wanted. */
    void prepareHistory(Db db) throws SQLException {
        if (takingOver) {
            keepsHistory = true;
        } else if (checksumRoom == 0) {
            checksumRoom = of(db).createHistory(lastEntry);
        }
    }

    /** To be called before the transaction where a repeatable script is recorded. */
    void prepareRepeatable(Db db) throws SQLException {
        if (takingOver) {
            keepsRepeatable = true;
        } else if (!hasRepeatable) {
            of(db).repeatable().create();
            hasRepeatable = true;
        }
    }

    Optional<String> recorded(Db db, Script script) throws SQLException {
        return of(db).repeatable().checksum(script.fileName());
    }

    void dropToRemake(Db db, List<ScriptNames.Made> dropped) throws SQLException {
        views.drop(db, dropped);
    }

    /** To be called before a commit. */
    void completeViews(Db db) throws SQLException {
        views.complete(db);
    }

    /** Makes the tables in the transaction, or what there is of one. */
    void create(Db db) throws SQLException {
        ControlTables tables = of(db);
        if (isUnpublished(db)) {
            new TakenOverTables(db).dropUnpublished();
        } else if (takingOver) {
            new TakenOverTables(db).setAside();
        }
        tables.createMeta();
        if (takingOver && keepsHistory) {
            checksumRoom = tables.createHistory(lastEntry);
            lastEntry.found(Optional.empty());
        }
        if (takingOver && keepsRepeatable) {
            tables.repeatable().create();
        }
    }

    void record(Db db, HistoryEntry entry) throws SQLException {
        if (entry.isRepeatable()) {
            of(db).writeRepeatable(entry);
        } else {
            of(db).writeHistory(entry, checksumRoom, lastEntry);
        }
    }

    /** Writes a version and its entry, if there is one, as {@link ControlTables#writeAtOnce} does. */
    boolean writeAtOnce(Db db, Version version, Optional<HistoryEntry> entry, Optional<String> cleanup, boolean ends)
            throws SQLException {
        return of(db).writeAtOnce(version, entry, cleanup, checksumRoom, lastEntry, ends);
    }

    /** To be called after a commit; tables that do not count yet do so afterwards. */
    void committed(Db db) throws SQLException {
        if (isUnpublished(db)) {
            new TakenOverTables(db).publish();
        }
        takingOver = false;
        read = null;
        lastEntry.commit();
    }

    /** To be called after a rollback. */
    void rolledBack() {
        views.forget();
        read = null;
        lastEntry.rollBack();
    }

    /** Ends that where it did not succeed. What cannot be removed now does not count, and the next one removes it. */
    void abandon(Db db) {
        if (isUnpublished(db)) {
            try {
                new TakenOverTables(db).dropUnpublished();
            } catch (SQLException e) {
                takingOver = false;
                return;
            }
        }
        takingOver = false;
    }
}

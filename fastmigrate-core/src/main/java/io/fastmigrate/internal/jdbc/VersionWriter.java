package io.fastmigrate.internal.jdbc;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.jdbc.run.ControlTableGuard;
import io.fastmigrate.internal.jdbc.run.JdbcStep;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes versions and history entries in the transaction at hand. Where the database takes several statements as one message, those of
 * a script are put off until the next script or the commit, and sent as one message: if anything in it is not as it must be, the same is
 * done step by step, which says what is wrong. Used by one thread.
 */
final class VersionWriter {

    private final JdbcSource source;
    private final SessionTables tables;
    private @Nullable Kept kept;

    /** The version that was set last, until it is committed. */
    private @Nullable Version set;

    /** What is to be written of a script that has run. */
    private record Kept(JdbcStep done, Version from, Optional<HistoryEntry> entry, Optional<String> cleanup) {

        Kept with(String statement) {
            return new Kept(done, from, entry, Optional.of(statement));
        }
    }

    VersionWriter(JdbcSource source, SessionTables tables) {
        this.source = source;
        this.tables = tables;
    }

    /** Keeps what is to be written of a script that has run. */
    void keep(Db db, JdbcStep done, Version from, Optional<HistoryEntry> entry) throws SQLException {
        set = done.versionAfter(from);
        kept = new Kept(done, from, entry, Optional.empty());
        if (!db.dialect().statementJoin().isPossible() || done.script().isRepeatable()) {
            write(db);
        }
    }

    /** Writes what is kept, before anything else reads it. */
    void write(Db db) throws SQLException {
        if (kept != null && !writesAtOnce(db, kept, false)) {
            writeStepByStep(db, kept);
        }
        kept = null;
    }

    private boolean writesAtOnce(Db db, Kept last, boolean ends) throws SQLException {
        return db.dialect().statementJoin().isPossible()
                && !last.done().script().isRepeatable()
                && tables.writeAtOnce(db, last.done().versionAfter(last.from()), last.entry(), last.cleanup(), ends);
    }

    private void writeStepByStep(Db db, Kept last) throws SQLException {
        db.asOwner(() -> {
            setVersion(db, last.done(), last.from());
            if (last.entry().isPresent()) {
                record(db, last.entry().get());
            }
            if (last.cleanup().isPresent()) {
                Rows.run(db.jdbc(), last.cleanup().get());
            }
        });
    }

    /** Forgets the checkpoints of the script, with what is kept of it if anything is. */
    void forgetCheckpoints(Db db, JdbcStep done) throws SQLException {
        StatementCheckpoints checkpoints =
                new StatementCheckpoints(db, done.script().version());
        if (kept == null) {
            checkpoints.clear();
        } else {
            kept = kept.with(checkpoints.clearing());
        }
    }

    void setVersion(Db db, JdbcStep done, Version from) throws SQLException {
        ControlTableGuard.after(done, from, db, source.secrets(), () -> {
            tables.of(db).writeVersion(done.versionAfter(from));
            return from;
        });
        set = done.versionAfter(from);
    }

    void record(Db db, HistoryEntry entry) throws SQLException {
        tables.record(db, entry);
    }

    /** To be called last in a transaction: what the database puts off until its end, or does to the history, may change the version. */
    void beforeCommit(Db db) throws SQLException {
        tables.completeViews(db);
        Kept last = kept;
        Version expected = set;
        kept = null;
        set = null;
        if (last != null) {
            if (writesAtOnce(db, last, true)) {
                return;
            }
            writeStepByStep(db, last);
            set = null;
        }
        if (expected != null) {
            Optional<String> deferred = db.dialect().runDeferred();
            if (deferred.isPresent()) {
                Rows.run(db.jdbc(), deferred.get());
            }
            db.asOwner(() -> tables.of(db).requireVersion(expected));
        }
    }

    /** To be called when the transaction was rolled back. */
    void rolledBack() {
        kept = null;
        set = null;
    }
}

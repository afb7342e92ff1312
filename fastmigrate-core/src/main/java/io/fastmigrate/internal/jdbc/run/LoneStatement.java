package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.error.BlockerWatch;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.RetryPolicy;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs one statement that shares no transaction with its checkpoint, once and only once. */
final class LoneStatement {

    /** The statement's checkpoint; each call is one transaction. */
    interface Marks {
        void begin(String before) throws SQLException;

        /** Takes back that it began. */
        void forget() throws SQLException;

        /** Makes the question to a person. */
        StepFailedException unknown(String howToTell);
    }

    private final Db db;
    private final DialectStatement statement;
    private final ScriptReader reader;
    private final Waiting waiting;
    private final JdbcErrors errors;
    private final StatementProbe probe;

    LoneStatement(Db db, DialectStatement statement, ScriptReader reader, Waiting waiting, JdbcErrors errors) {
        this.db = db;
        this.statement = statement;
        this.reader = reader;
        this.waiting = waiting;
        this.errors = errors;
        this.probe = db.dialect().probe(db.jdbc(), statement);
    }

    /**
     * Runs the statement, or finds that an earlier run did.
     *
     * @param begunBefore what there was before it began in an earlier run; null if it did not
     */
    void run(@Nullable String begunBefore, Marks marks) throws SQLException, IOException {
        boolean mayBeDone = false;
        if (begunBefore == null) {
            marks.begin(probe.snapshot());
        } else {
            switch (probe.outcome(begunBefore)) {
                case DONE -> {
                    return;
                }
                case UNKNOWN -> throw marks.unknown(probe.howToTell());
                case TRY -> mayBeDone = true;
                case NOT_DONE -> {}
            }
        }
        try {
            patiently();
        } catch (StepFailedException e) {
            if (mayBeDone && e.getCause() instanceof SQLException sql && probe.mayHaveBeenDone(sql)) {
                throw marks.unknown(probe.howToTell());
            }
            takeBack(marks, e);
            throw e;
        }
    }

    /** Where that cannot be written down, the next run finds a statement that began. */
    private void takeBack(Marks marks, StepFailedException e) {
        try {
            if (!errors.isBroken(e)) {
                marks.forget();
            }
        } catch (SQLException after) {
            e.addSuppressed(errors.failure(after));
        }
    }

    /** A definition that waited without success for others, and did nothing, runs again as long as the lock timeout lasts. */
    private void patiently() throws IOException {
        RetryPolicy retry = new RetryPolicy(waiting, errors);
        while (true) {
            try {
                tryOnce();
                return;
            } catch (StepFailedException e) {
                if (clearedAway(e)) {
                    return;
                }
                boolean again = reader.effect(statement).commits() || reader.effect(statement) == SqlEffect.OUTSIDE;
                if (!again || !retry.lasts(e)) {
                    throw e;
                }
                retry.pause(reader.location(), errors.blockers(e, db));
            }
        }
    }

    private void tryOnce() throws IOException {
        try {
            probe.beforeTry();
            watched();
            probe.afterSuccess();
        } catch (SQLException e) {
            throw errors.failure(statement, e);
        }
    }

    /** What the server refuses in a transaction may wait for others without a lock timeout. */
    private void watched() throws SQLException, IOException {
        BlockerWatch watch =
                reader.effect(statement) == SqlEffect.OUTSIDE ? errors.watch(db, waiting) : BlockerWatch.NONE;
        try {
            reader.run(statement);
        } finally {
            watch.close();
        }
    }

    /** Tells whether the statement came to its end although it failed. */
    private boolean clearedAway(StepFailedException e) {
        try {
            return !errors.isBroken(e) && probe.afterFailure();
        } catch (SQLException after) {
            e.addSuppressed(errors.failure(after));
            return false;
        }
    }
}

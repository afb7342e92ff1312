package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.RetryPolicy;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script statement by statement and keeps in the {@link StatementCheckpoints} how far it came: with statements that can be
 * rolled back in one transaction, before and after the others. Goes on where an earlier run stopped.
 */
public final class CheckpointedRun {

    /** How many statements share one transaction at most, and with it one checkpoint. */
    private static final int GROUP = 500;

    /**
     * A statement of the script.
     *
     * @param number counted from 1
     * @param checksum of the script up to its end
     */
    private record Mark(int number, DialectStatement statement, String checksum) {
        int line() {
            return statement.position().line();
        }
    }

    private final Db db;
    private final JdbcStep step;
    private final StepContext context;
    private final JdbcErrors errors;
    private final Waiting waiting;
    private final MigrationLock lock;
    private final StatementCheckpoints checkpoints;

    private int number;
    private int grouped;
    private boolean ownTransaction;
    private boolean resumed;
    private boolean sameConnection;
    private Resumption.Settings again = Resumption.Settings.NONE;
    /** The last statement that ran in the script's own transaction. */
    private @Nullable Mark own;

    /** What the next transaction is set to, such as its isolation level. */
    private final List<String> settings = new ArrayList<>();

    /** INSERTs of the group that have not been sent yet. */
    private final JoinedInserts rows;

    private final List<Mark> joinedMarks = new ArrayList<>();

    private @Nullable Mark first;
    private @Nullable Mark ran;
    private @Nullable Mark done;

    /** The statement that began, as long as no one knows whether it took effect. */
    private @Nullable Mark unsure;

    /** How many statements an earlier run, or an earlier try, has done. */
    private int doneBefore;

    public CheckpointedRun(
            Db db, JdbcStep step, StepContext context, JdbcErrors errors, Waiting waiting, MigrationLock lock) {
        this.db = db;
        this.step = step;
        this.context = context;
        this.errors = errors;
        this.waiting = waiting;
        this.lock = lock;
        this.rows = new JoinedInserts(db, errors);
        this.checkpoints = new StatementCheckpoints(db, step.script().version());
    }

    /** Runs what is left of the script; its checkpoints stay until the version is set. */
    public void run() throws SQLException, IOException {
        requireUnchanged();
        if (step.script().isRepeatable()) {
            checkpoints.startAgain();
        }
        RetryPolicy retry = new RetryPolicy(waiting, errors);
        while (true) {
            Mark before = done;
            try {
                goOn();
                return;
            } catch (StepFailedException e) {
                db.rollBackQuietly();
                retry.renewIf(done != null && !done.equals(before));
                if (!retry.lasts(e)) {
                    throw told(e);
                }
                retry.pause(step.script().location(), errors.blockers(e, db));
            }
            sameConnection = true;
        }
    }

    /** Starts at the beginning, or where this or an earlier run came to. */
    private void goOn() throws IOException {
        number = 0;
        grouped = 0;
        ownTransaction = false;
        own = null;
        first = null;
        ran = null;
        done = null;
        settings.clear();
        try {
            runFrom(checkpoints.readOrCreate());
        } catch (SQLException e) {
            throw errors.failure(e);
        }
    }

    private void runFrom(StatementCheckpoints.Progress before) throws SQLException, IOException {
        doneBefore = before.statements();
        if (!sameConnection) {
            again = new Resumption(db, step, context, errors).requireSession(before);
        }
        try (ScriptReader reader = ScriptReader.open(db, step, context, errors)) {
            rows.clear();
            joinedMarks.clear();
            passOver(reader, before);
            String begun = before.begun();
            for (Mark next = next(reader); next != null; next = next(reader)) {
                StepFailedException.requireNotInterrupted();
                lock.check();
                run(reader, next, begun);
                begun = null;
            }
            endGroup(reader);
        }
    }

    private @Nullable Mark next(ScriptReader reader) throws IOException {
        DialectStatement next = reader.next();
        return next == null ? null : new Mark(++number, next, reader.checksumSoFar());
    }

    /** Rows that follow a statement in the script are read only after it, and belong to what is done. */
    private Mark withRows(ScriptReader reader, Mark mark) throws IOException {
        return reader.passOverRows() ? new Mark(mark.number(), mark.statement(), reader.checksumSoFar()) : mark;
    }

    private void requireUnchanged() throws IOException {
        step.requireUnchanged(JdbcStep.of(step.script(), db.dialect(), step.schema())
                .planned()
                .checksum());
    }

    /** Passes over what is done, but for settings of the connection, which is another one now. */
    private void passOver(ScriptReader reader, StatementCheckpoints.Progress before) throws IOException {
        while (number < before.statements()) {
            Mark next = next(reader);
            if (next == null) {
                throw changedBefore(before);
            }
            SqlEffect effect = reader.effect(next.statement());
            if (!sameConnection && effect.isSession() && again.repeatable().contains(number)) {
                runAgain(reader, next);
            }
            done = withRows(reader, next);
        }
        if (done != null && !done.checksum().equals(before.checksum())) {
            throw changedBefore(before);
        }
        resumed = resumed || (done != null && !sameConnection);
    }

    private void runAgain(ScriptReader reader, Mark setting) throws IOException {
        try {
            reader.run(setting.statement());
        } catch (StepFailedException e) {
            if (!again.isLeft().test(setting.number()) || errors.isBroken(e)) {
                throw e;
            }
        }
    }

    private StepFailedException changedBefore(StatementCheckpoints.Progress before) {
        return CheckpointErrors.changed(step, done == null ? null : done.statement(), before.statements());
    }

    private void run(ScriptReader reader, Mark next, @Nullable String begunBefore) throws SQLException, IOException {
        SqlEffect effect = reader.effect(next.statement());
        if (effect.isLeftOut()) {
            return;
        }
        if (ownTransaction) {
            inOwnTransaction(reader, next, effect);
        } else if (effect == SqlEffect.COMMIT) {
            endGroup(reader); // with autocommit off no BEGIN stands before it
        } else if (effect == SqlEffect.BEGIN) {
            endGroup(reader);
            DialectRules.modes(next.statement()).ifPresent(settings::add);
            begin();
            ownTransaction = true;
        } else if (reader.setsTransaction(next.statement())) {
            endGroup(reader);
            settings.add(next.statement().text());
        } else if (mayEndTransactions(next)) {
            endGroup(reader);
            alone(reader, next, begunBefore);
        } else if (effect.staysInside() || effect == SqlEffect.SAVEPOINT || effect == SqlEffect.RELEASE) {
            inGroup(reader, next);
            if (step.sql().noTransaction() && effect.staysInside()) {
                endGroup(reader);
            }
        } else {
            endGroup(reader);
            alone(reader, next, begunBefore);
        }
    }

    /** Begins a transaction for statements of the script, as the script set it. */
    private void begin() throws SQLException {
        db.begin(settings);
        settings.clear();
    }

    /** What a procedure or a block does cannot be seen; a script that asks for no transaction may well call one that commits. */
    private boolean mayEndTransactions(Mark next) {
        return step.sql().noTransaction() && next.statement().head().matches("(?s)(CALL|DO|EXECUTE) .*");
    }

    /** The checkpoint is committed with what the script's own transaction does. */
    private void inOwnTransaction(ScriptReader reader, Mark next, SqlEffect effect) throws SQLException, IOException {
        if (effect == SqlEffect.COMMIT) {
            finishOwn(next);
        } else if (effect == SqlEffect.ROLLBACK) {
            db.rollBackQuietly();
            db.begin(List.of());
            finishOwn(next);
        } else if (effect.commits()) {
            Mark before = own;
            if (before != null) {
                finishOwn(before);
            }
            db.rollBackQuietly();
            ownTransaction = false;
            alone(reader, next, null);
        } else {
            reader.run(next.statement());
            own = withRows(reader, next);
        }
    }

    private void finishOwn(Mark next) throws SQLException {
        write(next);
        db.commit();
        ownTransaction = false;
        own = null;
        done = next;
    }

    private void write(Mark mark) throws SQLException {
        checkpoints.done(mark.number(), mark.line(), mark.checksum());
    }

    private void inGroup(ScriptReader reader, Mark next) throws SQLException, IOException {
        if (!db.isInTransaction()) {
            checkpoints.open(List.copyOf(settings), next.number(), next.line());
            settings.clear();
            first = next;
        }
        try {
            if (rows.take(next.statement())) {
                joinedMarks.add(next);
            } else {
                runJoined(reader);
                reader.run(next.statement());
                ran = withRows(reader, next);
            }
            if (++grouped >= GROUP || rows.isFull()) {
                runJoined(reader);
            }
        } catch (StepFailedException e) {
            keepGroup(e);
            throw e;
        }
        if (grouped >= GROUP) {
            commitGroup();
        }
    }
    /** The statements before one that failed are kept, where the database lets it. */
    private void keepGroup(StepFailedException e) {
        try {
            if (db.dialect().survivesErrors() && !errors.isBroken(e)) {
                commitGroup();
            }
        } catch (SQLException commit) {
            e.addSuppressed(commit);
        }
    }

    private void runJoined(ScriptReader reader) throws IOException {
        List<Mark> marks = List.copyOf(joinedMarks);
        joinedMarks.clear();
        rows.run(reader::run, count -> {
            ran = marks.get(count - 1);
            reader.progress();
        });
    }

    private void endGroup(ScriptReader reader) throws SQLException, IOException {
        try {
            runJoined(reader);
        } catch (StepFailedException e) {
            keepGroup(e);
            throw e;
        }
        commitGroup();
    }

    private void commitGroup() throws SQLException {
        Mark last = ran;
        if (last != null && first != null) {
            checkpoints.close(first.number(), last.number(), last.line(), last.checksum());
            db.commit();
            done = last;
            first = null;
            ran = null;
            grouped = 0;
        }
    }

    /**
     * Runs a statement that shares no transaction. That it began is written down before, that it is done after.
     *
     * @param begunBefore what there was before it began in an earlier run, whose end is not known; null if it did not
     */
    private void alone(ScriptReader reader, Mark next, @Nullable String begunBefore) throws SQLException, IOException {
        new LoneStatement(db, next.statement(), reader, waiting, errors).run(begunBefore, new LoneStatement.Marks() {
            @Override
            public void begin(String before) throws SQLException {
                checkpoints.alone(() -> checkpoints.begin(next.number(), next.line(), before));
                unsure = next;
            }

            @Override
            public void forget() throws SQLException {
                checkpoints.alone(() -> checkpoints.failed(next.number()));
                unsure = null;
            }

            @Override
            public StepFailedException unknown(String howToTell) {
                return CheckpointedRun.this.unknown(next, howToTell);
            }
        });
        checkpoints.alone(() -> write(next));
        unsure = null;
        done = next;
    }

    private StepFailedException unknown(Mark next, String howToTell) {
        unsure = next;
        return CheckpointErrors.unknown(step, next.statement(), next.number(), next.checksum(), howToTell);
    }

    /** Says what is done and what comes next, beside what went wrong. */
    private StepFailedException told(StepFailedException e) {
        if (e.isInterrupted()) {
            return e;
        }
        Mark last = done;
        ProgressText.Progress progress = new ProgressText.Progress(
                last == null ? 0 : last.number(),
                last == null ? 0 : last.line(),
                doneBefore,
                resumed,
                unsure == null ? 0 : unsure.line(),
                errors.isBroken(e),
                step.script().isRepeatable());
        boolean keeps = last != null && !step.script().isRepeatable();
        return StepFailedException.at(
                e.position().orElse(null),
                e.getMessage() + "\nThe script runs statement by statement" + ProgressText.because(step.planned())
                        + ". " + progress,
                e.advice() + (keeps ? " Do not change the applied statements in the script." : ""),
                e.getCause());
    }
}

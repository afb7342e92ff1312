package io.fastmigrate.internal.jdbc;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.file.BackupHold;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.RetryPolicy;
import io.fastmigrate.internal.jdbc.error.UnsupportedOperations;
import io.fastmigrate.internal.jdbc.lock.LockedDb;
import io.fastmigrate.internal.jdbc.run.CheckpointedRun;
import io.fastmigrate.internal.jdbc.run.ControlTableGuard;
import io.fastmigrate.internal.jdbc.run.JavaRun;
import io.fastmigrate.internal.jdbc.run.JdbcStep;
import io.fastmigrate.internal.jdbc.run.ScriptReader;
import io.fastmigrate.internal.jdbc.run.VersionBooks;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.port.Waiting;
import io.fastmigrate.internal.script.ScriptBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A session on a database that JDBC reaches: one pinned connection, cleaned after each script. */
final class JdbcSession implements Session {

    /** The longest wait of one try; what is behind us in the queue for a table waits as long. */
    private static final long LONGEST_LOCK_MILLIS = 5_000;

    private final JdbcBackend backend;
    private final JdbcSource source;
    private final JdbcErrors errors;
    private final BackupHold hold = new BackupHold();
    private final Waiting waiting;
    private final VersionBooks books;
    private MigrationLock lock;
    private Db db;

    JdbcSession(JdbcBackend backend, LockedDb locked, Waiting waiting) {
        this.backend = backend;
        this.source = backend.source();
        this.errors = new JdbcErrors(source, locked.db().dialect());
        this.books = new VersionBooks(source);
        this.db = locked.db();
        this.lock = locked.lock();
        this.waiting = waiting;
    }

    /** A connection that broke is not mended, for the lock went with it; but the version can still be asked for. */
    @Override
    public Snapshot read() {
        try {
            return db.askAsOwner(() -> books.tables(db).read());
        } catch (SQLException e) {
            if (errors.category(e) == ErrorCategory.UNREACHABLE) {
                return backend.read();
            }
            throw errors.translate(e, waiting.timeout());
        }
    }

    @Override
    public Optional<HistoryEntry> apply(Step step, StepContext context) {
        JdbcStep jdbc = (JdbcStep) step;
        try {
            makeNew();
            lock.check();
            ControlTableGuard.requireKept(jdbc, db.schema());
            return applyByKind(jdbc, context);
        } catch (SQLException e) {
            throw errors.failure(e);
        } catch (IOException e) {
            throw StepFailedException.unreadable(e);
        } finally {
            db.rollBackQuietly();
        }
    }

    private Optional<HistoryEntry> applyByKind(JdbcStep step, StepContext context) throws SQLException, IOException {
        if (context.enrolls()) {
            // All that the script makes is there already, as was proved elsewhere: it is not run.
            return oneTransaction(
                    step, context, List.of(), () -> books.tables(db).createMeta());
        }
        if (step.planned().execution() == Plan.Execution.PROCESS) {
            return applyProcess(step, context);
        }
        if (step.script().kind() == Script.Kind.JAVA) {
            return oneTransaction(
                    step,
                    context,
                    List.of(),
                    () -> JavaRun.run(step.script().javaMigration().orElseThrow(), db, source.secrets()));
        }
        return switch (step.planned().execution()) {
            case NON_TRANSACTIONAL, RESUMABLE -> applyStepByStep(step, context);
            default -> applyAtomic(step, context);
        };
    }

    /**
     * Gives what comes next a session as new, where a script may have left something in this one: by SQL where that is
     * certain, otherwise by a new connection. Another process may have the lock in between, so the version is read again
     * before each script, as always.
     */
    private void makeNew() throws SQLException {
        if (db.isTouched()) {
            db.rollBackQuietly();
            renew();
        }
        db.expectScripts();
    }

    private void renew() throws SQLException {
        if (db.canBeRestored()) {
            db.restore();
        } else if (lock.endsWithConnection()) {
            lock.close();
            db.close();
            LockedDb locked = backend.lock(waiting);
            lock = locked.lock();
            db = locked.db();
        } else {
            db.close();
            reopen();
        }
    }

    private void reopen() throws SQLException {
        db = backend.connect();
        db.guard(lock);
    }

    /** What a transaction holds beside its version. */
    @FunctionalInterface
    private interface Work {
        void run() throws SQLException, IOException;
    }

    private Optional<HistoryEntry> applyAtomic(JdbcStep step, StepContext context) throws SQLException, IOException {
        return patiently(() -> oneTransaction(step, context, step.sql().transactionSettings(), () -> {
            try (ScriptReader reader = ScriptReader.open(db, step, context, errors)) {
                reader.runInside();
            }
        }));
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws SQLException, IOException;
    }

    /** Runs what lost a race against other transactions, and left nothing behind, again. */
    private <T> T patiently(Attempt<T> attempt) throws SQLException, IOException {
        RetryPolicy retry = new RetryPolicy(waiting, errors);
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (!retry.lasts(e)) {
                    throw e;
                }
            } catch (StepFailedException e) {
                if (!retry.lasts(e)) {
                    throw e;
                }
            }
            db.rollBackQuietly();
            retry.pause(source.name());
        }
    }

    private Optional<HistoryEntry> oneTransaction(JdbcStep step, StepContext context, List<String> settings, Work work)
            throws SQLException, IOException {
        long began = System.nanoTime();
        books.prepare(db, context);
        db.begin(settings, lockMillis());
        try {
            if (!context.enrolls() && books.isReached(db, step.script(), context)) {
                db.rollBackQuietly();
                return Optional.empty();
            }
            work.run();
            HistoryEntry entry = books.setVersion(db, step, context, began);
            db.commit();
            return Optional.of(entry);
        } catch (SQLException | IOException | RuntimeException | Error e) {
            db.rollBackQuietly();
            throw e;
        }
    }

    private long lockMillis() {
        return Math.max(1, Math.min(LONGEST_LOCK_MILLIS, waiting.timeout().toMillis()));
    }

    private Optional<HistoryEntry> applyStepByStep(JdbcStep step, StepContext context)
            throws SQLException, IOException {
        long began = System.nanoTime();
        if (patiently(() -> isReached(step, context))) {
            return Optional.empty();
        }
        CheckpointedRun run = new CheckpointedRun(db, step, context, errors, waiting, lock);
        run.run();
        makeNew();
        return patiently(() -> finish(
                step,
                context,
                began,
                () -> new StatementCheckpoints(db, step.script().version()).clear()));
    }

    /** Asks without keeping the answer: a script follows that must not run in a transaction. */
    private boolean isReached(JdbcStep step, StepContext context) throws SQLException {
        db.begin();
        try {
            return books.isReached(db, step.script(), context);
        } finally {
            db.rollBackQuietly();
        }
    }

    /** Sets the version of a script that is done already. */
    private Optional<HistoryEntry> finish(JdbcStep step, StepContext context, long began, Work last)
            throws SQLException, IOException {
        books.prepare(db, context);
        lock.check();
        db.begin(List.of(), lockMillis());
        try {
            Version now = ControlTableGuard.after(
                    step, context, db, source.secrets(), () -> books.tables(db).lockVersion());
            if (now.compareTo(step.script().version()) > 0) {
                db.rollBackQuietly();
                return Optional.empty();
            }
            if (!now.equals(context.from()) && !now.equals(step.script().version())) {
                throw StepFailedException.moved(context.from(), now);
            }
            HistoryEntry entry = books.setVersion(db, step, context, began);
            last.run();
            db.commit();
            return Optional.of(entry);
        } catch (SQLException | RuntimeException | Error e) {
            db.rollBackQuietly();
            throw e;
        }
    }

    private Optional<HistoryEntry> applyProcess(JdbcStep step, StepContext context) throws SQLException, IOException {
        long began = System.nanoTime();
        if (patiently(() -> isReached(step, context))) {
            return Optional.empty();
        }
        if (!ScriptBytes.checksum(step.script()).equals(step.planned().checksum())) {
            throw ScriptReader.changed();
        }
        if (!backend.canBeReachedByProcesses(db)) {
            throw StepFailedException.at(
                    null,
                    "a script that is a process cannot reach a database in memory.",
                    "Write it as .sql or as a JavaMigration, or migrate a database that others can open.",
                    null);
        }
        boolean closes = db.dialect().lockKind() == Dialect.LockKind.FILE;
        if (closes) {
            db.close();
        }
        try {
            context.runProcess(step.script(), source.name(), source.environment());
        } finally {
            if (closes) {
                reopen();
            }
        }
        return patiently(() -> finish(step, context, began, () -> {}));
    }

    @Override
    public boolean canJoin(Step step) {
        return ((JdbcStep) step).apart(db.dialect()).isEmpty();
    }

    @Override
    public List<HistoryEntry> applyTogether(List<Step> steps, Function<Step, StepContext> contexts) {
        try {
            makeNew();
            List<HistoryEntry> entries = new ArrayList<>();
            boolean begun = false;
            for (Step step : steps) {
                StepContext context = contexts.apply(step);
                if (!begun) {
                    books.prepare(db, context);
                    db.begin(List.of(), lockMillis());
                    begun = true;
                } else if (db.isTouched()) {
                    db.restore();
                    db.limitWaiting(lockMillis());
                }
                entries.add(joined((JdbcStep) step, context));
            }
            db.commit();
            return entries;
        } catch (StepFailedException e) {
            throw errors.inOneTransaction(e);
        } catch (SQLException e) {
            throw errors.inOneTransaction(errors.failure(e));
        } catch (IOException e) {
            throw StepFailedException.unreadable(e);
        } finally {
            db.rollBackQuietly();
        }
    }

    private HistoryEntry joined(JdbcStep step, StepContext context) throws SQLException, IOException {
        long began = System.nanoTime();
        ControlTableGuard.requireKept(step, db.schema());
        Version now = books.tables(db).lockVersion();
        if (!now.equals(context.from())) {
            throw StepFailedException.moved(context.from(), now);
        }
        if (step.script().kind() == Script.Kind.JAVA) {
            JavaRun.run(step.script().javaMigration().orElseThrow(), db, source.secrets());
        } else {
            try (ScriptReader reader = ScriptReader.open(db, step, context, errors)) {
                reader.runInside();
            }
        }
        return books.setVersion(db, step, context, began);
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        return Schemas.asking(source, db, schemas -> schemas.dump(tablesWithData));
    }

    @Override
    public void proveSchema(Script script) {
        Schemas.asking(source, db, schemas -> schemas.prove(script));
    }

    @Override
    public Path backUp(CopyListener listener) {
        return new Dumps(source, db.dialect()).backUp(db, hold);
    }

    @Override
    public void pruneBackups(Backend owner, int keep, Path made) {
        try {
            new Dumps(source, db.dialect()).prune(db, keep, made);
        } catch (SQLException e) {
            throw errors.translate(e, waiting.timeout());
        }
    }

    @Override
    public void restore(Path backup, Consumer<Version> check) {
        throw new UnsupportedOperations(source.name(), db.dialect()).restore();
    }

    @Override
    public void accept(HistoryEntry entry) {
        try {
            makeNew();
            int room = books.tables(db).createHistory();
            db.begin(List.of(), lockMillis());
            books.tables(db).writeHistory(entry, room);
            db.commit();
        } catch (SQLException e) {
            throw errors.translate(e, waiting.timeout());
        } finally {
            db.rollBackQuietly();
        }
    }

    @Override
    public void close() {
        hold.close();
        lock.close();
        db.close();
    }
}

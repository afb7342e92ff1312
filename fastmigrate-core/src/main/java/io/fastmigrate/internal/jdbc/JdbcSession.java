package io.fastmigrate.internal.jdbc;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.file.BackupHold;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.RetryPolicy;
import io.fastmigrate.internal.jdbc.lock.LockedDb;
import io.fastmigrate.internal.jdbc.run.CheckpointedRun;
import io.fastmigrate.internal.jdbc.run.ControlTableGuard;
import io.fastmigrate.internal.jdbc.run.JavaRun;
import io.fastmigrate.internal.jdbc.run.JdbcStep;
import io.fastmigrate.internal.jdbc.run.ScriptReader;
import io.fastmigrate.internal.jdbc.schema.Schemas;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session on a database that JDBC reaches: one pinned connection, cleaned after each script. */
final class JdbcSession implements Session<JdbcStep> {

    private final JdbcBackend backend;
    private final JdbcSource source;
    private final JdbcErrors errors;
    private final BackupHold hold = new BackupHold();
    private final Waiting waiting;
    private final SessionTables tables;
    private final VersionWriter writer;
    private MigrationLock lock;
    private Db db;
    private @Nullable RetryPolicy retry; // null for what is tried once

    /** How many scripts ran in the transaction. */
    private int ran;
    /** What the version was before the script that runs outside a transaction. */
    private Version found = Version.ZERO;
    /** Whether another process may have had the lock since the script was prepared. */
    private boolean gaveLockBack;

    JdbcSession(JdbcBackend backend, LockedDb locked, Waiting waiting) {
        this.backend = backend;
        this.source = backend.source();
        this.errors = new JdbcErrors(source, locked.db().dialect());
        this.db = locked.db();
        this.lock = locked.lock();
        this.waiting = waiting;
        this.tables = new SessionTables(source.name());
        this.writer = new VersionWriter(source, tables);
    }

    /**
     * A connection that broke is not mended, for the lock went with it; but the version can still be asked for. DuckDB takes an ATTACH
     * back with its transaction, but not the USE that led there, after which it answers nothing.
     */
    @Override
    public Snapshot read() {
        try {
            if (db.isTouched() && db.dialect().lockKind() == LockKind.FILE) {
                db.restore();
            }
            return db.askAsOwner(() -> tables.of(db).read());
        } catch (SQLException e) {
            if (errors.category(e) == ErrorCategory.UNREACHABLE) {
                return backend.read();
            }
            throw errors.translate(e, waiting.timeout());
        }
    }

    @Override
    public void prepare() throws SQLException {
        makeNew();
        lock.check();
    }

    /** What the script before left is taken back when the transaction begins, where that is certain and saves a message. */
    @Override
    public void prepare(JdbcStep first) throws SQLException {
        if (first.runsInTransaction() && tables.areKnown() && db.canRestoreAtBegin()) {
            db.expectScripts();
            lock.check();
        } else {
            prepare();
        }
        ran = 0;
        gaveLockBack = false;
    }

    /** Gives what comes next a session as new: by SQL where that is certain, otherwise by a new connection; others may then have the lock. */
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
            gaveLockBack = true;
            LockedDb locked = backend.locks().again(db, lock, waiting);
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

    /** What lost a race against other transactions, and left nothing behind, runs again; Java may have left something. */
    @Override
    public Retry retry(List<JdbcStep> steps) {
        if (steps.stream().anyMatch(step -> step.script().kind() == Script.Kind.JAVA)) {
            retry = null;
            return Retry.NEVER;
        }
        RetryPolicy policy = new RetryPolicy(waiting, errors);
        retry = policy;
        return failure -> policy.again(failure, source.name(), () -> errors.blockers(failure, db));
    }

    /** Keeps no lock on the answer: a script follows that must not run in a transaction. */
    @Override
    public Version version() throws SQLException {
        if (!db.needsNoTransaction()) {
            db.begin(List.of());
        }
        try {
            found = tables.of(db).lockVersion();
            return found;
        } finally {
            db.rollBackQuietly();
        }
    }

    @Override
    public void prepareToTakeOver() {
        tables.takeOver();
    }

    @Override
    public void prepareHistory() throws SQLException {
        tables.prepareHistory(db);
    }

    @Override
    public void prepareRepeatable() throws SQLException {
        tables.prepareRepeatable(db);
    }

    @Override
    public Optional<String> recorded(Script script) throws SQLException {
        return tables.recorded(db, script);
    }

    @Override
    public void dropToRemake(List<ScriptNames.Made> views) throws SQLException {
        tables.dropToRemake(db, views);
    }

    @Override
    public void begin() throws SQLException {
        lock.check();
        tables.begin(db, RetryPolicy.lockMillisOfOneTry(waiting));
    }

    @Override
    public void begin(JdbcStep first, StepContext context) throws SQLException {
        ran = 0;
        tables.begin(db, first.transactionSettings(), lockMillis());
    }

    @Override
    public void createMeta() throws SQLException {
        tables.create(db);
    }

    /** What an earlier script of the transaction left in the session is put right first. */
    @Override
    public Version lockedVersion() throws SQLException {
        writer.write(db);
        if (db.isTouched()) {
            db.restore();
            db.limitWaiting(lockMillis());
        }
        return tables.lockVersion(db);
    }

    @Override
    public void run(JdbcStep step, StepContext context) throws SQLException, IOException {
        ran++;
        ControlTableGuard.requireKept(step, db.schema());
        if (step.script().kind() == Script.Kind.JAVA) {
            JavaRun.run(step.script().javaMigration().orElseThrow(), db, source.secrets());
            return;
        }
        try (ScriptReader reader = ScriptReader.open(db, step, context, errors)) {
            reader.runInside();
        }
    }

    /** All that the script makes is there already, as was proved elsewhere. */
    @Override
    public void enroll(JdbcStep step, StepContext context) {}

    @Override
    public void runOutside(JdbcStep step, StepContext context) throws SQLException, IOException {
        if (step.script().kind().isProcess()) {
            runProcess(step, context);
            return;
        }
        ControlTableGuard.requireKept(step, db.schema());
        new CheckpointedRun(db, step, context, errors, waiting, lock).run();
        ControlTableGuard.requireVersionKept(step, found, () -> versionAfter(step, found));
        makeNew();
    }

    private void runProcess(JdbcStep step, StepContext context) throws SQLException {
        JdbcStep.requireReachedByProcesses(db, source);
        boolean closes = db.dialect().lockKind() == LockKind.FILE;
        if (closes) {
            db.close();
        }
        try {
            context.runProcess(step.script(), source.url().shown(), source.environment());
        } finally {
            if (closes) {
                reopen();
            }
        }
    }

    @Override
    public Version versionAfter(JdbcStep done, Version from) throws SQLException {
        return ControlTableGuard.after(done, from, db, source.secrets(), () -> tables.version(db));
    }

    @Override
    public boolean gaveLockBack() {
        return gaveLockBack;
    }

    @Override
    public void keep(JdbcStep done, Version from, Optional<HistoryEntry> entry) throws SQLException {
        writer.keep(db, done, from, entry);
    }

    @Override
    public void setVersion(JdbcStep done, Version from) throws SQLException {
        writer.setVersion(db, done, from);
    }

    @Override
    public void record(HistoryEntry entry) throws SQLException {
        writer.record(db, entry);
    }

    @Override
    public void forgetCheckpoints(JdbcStep done) throws SQLException {
        if (done.script().kind() == Script.Kind.SQL) {
            writer.forgetCheckpoints(db, done);
        }
    }

    @Override
    public void commit() throws SQLException {
        writer.beforeCommit(db);
        db.commit();
        tables.committed(db);
    }

    @Override
    public void rollBack() {
        writer.rolledBack();
        tables.rolledBack();
        db.rollBackQuietly();
    }

    @Override
    public RuntimeException failure(Exception e) {
        if (e instanceof IOException io) {
            return StepFailedException.unreadable(io);
        }
        RuntimeException failure = e instanceof SQLException sql ? errors.failure(sql) : (RuntimeException) e;
        if (!(failure instanceof StepFailedException failed)) {
            return failure;
        }
        StepFailedException told = errors.withBlockers(failed, db);
        return ran > 1 ? errors.inOneTransaction(told) : told;
    }

    @Override
    public RuntimeException failureWithoutScript(Exception e) {
        return e instanceof SQLException sql ? errors.translate(sql, waiting.timeout()) : failure(e);
    }

    @Override
    public void finish(boolean succeeded) {
        if (!succeeded) {
            db.rollBackQuietly();
        }
        tables.abandon(db);
    }

    private long lockMillis() {
        return retry == null ? RetryPolicy.lockMillisOfOneTry(waiting) : retry.lockMillis();
    }

    @Override
    public boolean canJoin(JdbcStep step) {
        return step.apart(db.dialect()).isEmpty();
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        return Schemas.asking(source, db, () -> Schemas.dump(source, db, tablesWithData));
    }

    @Override
    public void proveSchema(Consumer<Backend<?>> migration) {
        Schemas.asking(source, db, () -> Schemas.prove(source, db, JdbcBackend::url, JdbcBackend::toProve, migration));
    }

    @Override
    public Optional<List<Map<String, @Nullable String>>> rows(String table) {
        try {
            return db.askAsOwner(() -> OtherToolTable.rows(db, table));
        } catch (SQLException e) {
            throw errors.translate(e, waiting.timeout());
        }
    }

    @Override
    public boolean holdsNothing() {
        return new Dumps(source, db.dialect()).holdsNothing(db);
    }

    @Override
    public Path backUp(CopyListener listener) {
        return new Dumps(source, db.dialect()).backUp(db, hold, listener);
    }

    @Override
    public void pruneBackups(Backend<?> owner, int keep, Path made) {
        new Dumps(source, db.dialect()).prune(db, keep, made);
    }

    @Override
    public Optional<String> howToRestore(Path backup) {
        return new Dumps(source, db.dialect()).howToRestore(db, backup);
    }

    @Override
    public void requireUndo() {
        throw new Dumps(source, db.dialect()).noUndo(db);
    }

    @Override
    public void restore(Path backup, Consumer<Version> check) {
        check.accept(read().version());
        PostgresRestore.run(source, db, backup);
    }

    @Override
    public void close() {
        hold.close();
        lock.close();
        db.close();
    }
}

package io.fastmigrate.backend;

import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.JavaMigration;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.model.Version;
import io.fastmigrate.sql.SqlStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQLite's session: one pinned connection, made anew after a script that leaves traces on it. */
final class SqliteSession implements Session {

    private static final String LOST_TRANSACTION = "the migration ended the transaction that holds its version.";

    private final SqliteSource source;
    private final @Nullable MigrationLock lock;
    private final Waiting waiting;
    private @Nullable SqliteConnection connection;

    SqliteSession(SqliteSource source, @Nullable MigrationLock lock, Waiting waiting) {
        this.source = source;
        this.lock = lock;
        this.waiting = waiting;
    }

    private SqliteConnection connection() throws SQLException {
        if (connection == null) {
            connection = SqliteConnection.open(source, waiting);
        }
        return connection;
    }

    @Override
    public Snapshot read() {
        try {
            return SqliteBackend.read(connection().jdbc(), source.name());
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e, waiting.timeout());
        }
    }

    @Override
    public Optional<HistoryEntry> apply(Step step, StepContext context) {
        SqliteStep sqlite = (SqliteStep) step;
        boolean clean = false;
        try {
            Optional<HistoryEntry> entry = applyByKind(sqlite, context);
            clean = sqlite.leavesConnectionClean();
            return entry;
        } catch (SQLException e) {
            throw failure(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw StepFailedException.interrupted("the run was interrupted.", "");
            }
            throw StepFailedException.at(
                    null, "the script cannot be read: " + e, "Put it back, or give this user read permission.", e);
        } finally {
            if (!clean) {
                closeConnection();
            }
        }
    }

    private StepFailedException failure(SQLException e) {
        if (SqliteErrors.isInterrupt(e) && Thread.currentThread().isInterrupted()) {
            return StepFailedException.interrupted("the run was interrupted.", "");
        }
        return StepFailedException.at(
                null, SqliteErrors.message(e) + " [" + SqliteErrors.codeText(e) + "]", SqlFailure.advice(e), e);
    }

    private Optional<HistoryEntry> applyByKind(SqliteStep step, StepContext context) throws SQLException, IOException {
        return switch (step.planned().execution()) {
            case PROCESS -> applyProcess(step, context);
            case AS_IS -> applyAsIs(step, context);
            case ATOMIC, OWN_TRANSACTION ->
                step.script().kind() == ScriptKind.JAVA ? applyJava(step, context) : applyAtomic(step, context);
        };
    }

    private Optional<HistoryEntry> applyAtomic(SqliteStep step, StepContext context) throws SQLException, IOException {
        connection().enforceForeignKeys(step.sql().foreignKeysOn());
        try {
            return applyAtomic(step, context, false);
        } catch (SqlScriptRun.TransactionLostException lost) {
            connection().rollBackQuietly();
        }
        try {
            return applyAtomic(step, context, true);
        } catch (SqlScriptRun.TransactionLostException lost) {
            throw new IllegalStateException("Statements that run one by one have no chunk to lose.", lost);
        }
    }

    /** Runs a script and its version in one transaction; the second time, singly, to find the statement that fails. */
    private Optional<HistoryEntry> applyAtomic(SqliteStep step, StepContext context, boolean singly)
            throws SQLException, IOException, SqlScriptRun.TransactionLostException {
        SqliteConnection db = connection();
        try (SqlScriptRun run = SqlScriptRun.open(db, step, context, singly)) {
            Timer timer = new Timer();
            if (singly) {
                run.skipHead();
            } else {
                run.head();
            }
            if (!begin(step.script(), context)) {
                return Optional.empty();
            }
            Optional<ForeignKeyCheck> check = step.sql().canBreakForeignKeys()
                    ? Optional.of(ForeignKeyCheck.before(db.jdbc(), step.touchedTables()))
                    : Optional.empty();
            run.body();
            List<SqlStatement> tail = run.tail();
            if (check.isPresent()) {
                check.get().after();
            }
            HistoryEntry entry = setVersion(step, context, timer);
            db.commit();
            runTail(run, tail);
            return Optional.of(entry);
        } catch (SQLException | IOException | RuntimeException e) {
            db.rollBackQuietly();
            throw e;
        }
    }

    private static void runTail(SqlScriptRun run, List<SqlStatement> tail) throws SQLException {
        for (SqlStatement statement : tail) {
            try {
                run.runOne(statement);
            } catch (StepFailedException e) {
                throw StepFailedException.at(
                        e.position().orElse(null),
                        "the script and its version are committed, but this statement at its end, which cannot run in"
                                + " the transaction, failed: " + e.getMessage(),
                        "Run it and those after it by hand: the script will not run again.",
                        e);
            }
        }
    }

    private Optional<HistoryEntry> applyAsIs(SqliteStep step, StepContext context) throws SQLException, IOException {
        SqliteConnection db = connection();
        if (isReached(step.script(), context)) {
            return Optional.empty();
        }
        Timer timer = new Timer();
        try (SqlScriptRun run = SqlScriptRun.open(db, step, context, true)) {
            ForeignKeyCheck check = ForeignKeyCheck.before(db.jdbc(), step.touchedTables());
            try {
                run.all();
                check.after();
            } catch (StepFailedException | SQLException e) {
                db.rollBackQuietly();
                throw asIsFailure(e instanceof SQLException sql ? failure(sql) : (StepFailedException) e, step, run);
            }
        }
        return finish(step, context, timer);
    }

    private static StepFailedException asIsFailure(StepFailedException e, SqliteStep step, SqlScriptRun run) {
        if (e.isInterrupted()) {
            return e;
        }
        String ran = run.ran() == 0
                ? "No statement before it ran."
                : "This script runs as is, statement by statement: " + run.ran()
                        + (run.ran() == 1 ? " statement" : " statements") + " ran and may be kept (the last at "
                        + run.lastPosition() + ").";
        return StepFailedException.at(
                e.position().orElse(null),
                e.getMessage() + "\n" + ran + " " + step.planned().reason().orElse(""),
                e.advice() + " Look at what the statements before it left behind first; restore-on-failure would have"
                        + " put the database back.",
                e.getCause());
    }

    private Optional<HistoryEntry> applyJava(SqliteStep step, StepContext context) throws SQLException {
        SqliteConnection db = connection();
        Timer timer = new Timer();
        if (!begin(step.script(), context)) {
            return Optional.empty();
        }
        try {
            ForeignKeyCheck check = ForeignKeyCheck.before(db.jdbc(), Optional.empty());
            Sql.run(db.jdbc(), "SAVEPOINT _fastmigrate_java");
            db.interruptibly(() -> migrate(step.script().javaMigration().orElseThrow(), db.jdbc()));
            try {
                Sql.run(db.jdbc(), "RELEASE _fastmigrate_java");
            } catch (SQLException e) {
                throw StepFailedException.at(
                        null, LOST_TRANSACTION, "Leave BEGIN, COMMIT and ROLLBACK to the engine.", e);
            }
            check.after();
            HistoryEntry entry = setVersion(step, context, timer);
            db.commit();
            return Optional.of(entry);
        } catch (SQLException | RuntimeException | Error e) {
            db.rollBackQuietly();
            throw e;
        }
    }

    private static void migrate(JavaMigration migration, Connection connection) throws SQLException {
        try {
            migration.migrate(GuardedConnection.of(connection));
        } catch (SQLException | StepFailedException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StepFailedException.interrupted("the run was interrupted.", "");
        } catch (Exception | LinkageError | AssertionError e) {
            throw StepFailedException.at(
                    null, "the migration threw " + e, "Correct the migration and migrate again.", e);
        }
    }

    /** The connection is closed meanwhile: the script opens its own, and may need to be the only one. */
    private Optional<HistoryEntry> applyProcess(SqliteStep step, StepContext context) throws SQLException, IOException {
        if (isReached(step.script(), context)) {
            return Optional.empty();
        }
        closeConnection();
        if (!ScriptBytes.checksum(step.script()).equals(step.planned().checksum())) {
            throw SqlScriptRun.changed();
        }
        Path file = source.file()
                .orElseThrow(() -> StepFailedException.at(
                        null,
                        "a script that is a process cannot reach a database in memory.",
                        "Write it as .sql or as a JavaMigration, or migrate a database file.",
                        null));
        Timer timer = new Timer();
        context.runProcess(step.script(), source instanceof SqliteFile named ? named.name() : file.toString());
        return finish(step, context, timer);
    }

    /** Sets the version of a script that is done already. */
    private Optional<HistoryEntry> finish(SqliteStep step, StepContext context, Timer timer) throws SQLException {
        SqliteConnection db = connection();
        db.begin();
        try {
            Version now = versionNow();
            if (!now.equals(context.from()) && !now.equals(step.script().version())) {
                throw moved(context.from(), now);
            }
            HistoryEntry entry = setVersion(step, context, timer);
            db.commit();
            return Optional.of(entry);
        } catch (SQLException | RuntimeException e) {
            db.rollBackQuietly();
            throw e;
        }
    }

    /** Begins the script's transaction; false, without one, if the version turned out to be reached already. */
    private boolean begin(Script script, StepContext context) throws SQLException {
        connection().begin();
        try {
            if (context.enrolls() && !MetaTable.exists(connection().jdbc())) {
                MetaTable.create(connection().jdbc());
            }
            if (!isReached(script, context)) {
                return true;
            }
        } catch (SQLException | RuntimeException e) {
            connection().rollBackQuietly();
            throw e;
        }
        connection().rollBackQuietly();
        return false;
    }

    /** Tells whether starters that know nothing of our lock did the work meanwhile. */
    private boolean isReached(Script script, StepContext context) throws SQLException {
        Version now = versionNow();
        if (now.compareTo(script.version()) >= 0) {
            return true;
        }
        if (!now.equals(context.from())) {
            throw moved(context.from(), now);
        }
        return false;
    }

    private Version versionNow() throws SQLException {
        return MetaTable.read(connection().jdbc(), source.name()).orElseThrow(SqliteSession::metaIsGone);
    }

    private static StepFailedException metaIsGone() {
        return StepFailedException.at(
                null,
                "the script dropped or renamed the table _meta, which holds the version.",
                "Leave _meta to fastmigrate, and migrate again.",
                null);
    }

    private static StepFailedException moved(Version from, Version now) {
        return StepFailedException.at(
                null,
                "the version went from " + from + " to " + now + " meanwhile: somebody else migrates this database.",
                "End the other program, look at the database, and migrate again.",
                null);
    }

    private HistoryEntry setVersion(SqliteStep step, StepContext context, Timer timer) throws SQLException {
        Script script = step.script();
        HistoryEntry entry = new HistoryEntry(
                context.from(),
                script.version(),
                script.fileName(),
                script.kind(),
                step.planned().checksum(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                timer.elapsed(),
                context.appliedBy());
        if (!MetaTable.exists(connection().jdbc())) {
            throw metaIsGone();
        }
        MetaTable.write(connection().jdbc(), script.version());
        if (context.keepsHistory()) {
            HistoryTable.write(connection().jdbc(), entry);
        }
        return entry;
    }

    @Override
    public Path backUp() {
        closeConnection();
        return SqliteBackup.backUp(source);
    }

    @Override
    public void restore(Path backup) {
        closeConnection();
        SqliteBackup.restore(source, backup);
    }

    @Override
    public void accept(HistoryEntry entry) {
        try {
            SqliteConnection db = connection();
            db.begin();
            HistoryTable.write(db.jdbc(), entry);
            db.commit();
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e, waiting.timeout());
        } finally {
            closeConnection();
        }
    }

    private void closeConnection() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        closeConnection();
        if (lock != null) {
            lock.close();
        }
    }

    /** Measures one script, in whole milliseconds. */
    private static final class Timer {
        private final long began = System.nanoTime();

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.MILLIS);
        }
    }
}

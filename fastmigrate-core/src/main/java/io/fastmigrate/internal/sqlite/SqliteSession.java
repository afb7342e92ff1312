package io.fastmigrate.internal.sqlite;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.port.UndoOutcome;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.KnownHistory;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.control.RecordsAside;
import io.fastmigrate.internal.sqlite.file.RunUndo;
import io.fastmigrate.internal.sqlite.file.SqliteBackup;
import io.fastmigrate.internal.sqlite.foreignkey.ForeignKeyCheck;
import io.fastmigrate.internal.sqlite.run.ForeseenChanges;
import io.fastmigrate.internal.sqlite.run.NonTransactionalFailure;
import io.fastmigrate.internal.sqlite.run.RemadeViews;
import io.fastmigrate.internal.sqlite.run.ScriptTail;
import io.fastmigrate.internal.sqlite.run.ScriptTransaction;
import io.fastmigrate.internal.sqlite.run.SqlFailure;
import io.fastmigrate.internal.sqlite.run.SqlScriptRun;
import io.fastmigrate.internal.sqlite.run.SqliteStep;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** SQLite's session: one pinned connection, opened again after a script that leaves traces on it. */
final class SqliteSession implements Session<SqliteStep> {
    /** To keep the journal saves 5 to 9 % of each commit, and costs two syncs more in all. */
    private static final int FEW = 8;

    private final SqliteSource source;
    private final @Nullable MigrationFileLock lock;
    private final Waiting waiting;
    private @Nullable SqliteConnection connection;
    private final RunUndo undo;
    private @Nullable RemadeViews remade; // none before views are dropped

    private int commits;
    /** Whether the scripts of the unit leave nothing on the connection. */
    private boolean clean = true;
    /** Whether {@link #undo} looks at the connection again when it is closed after the unit. */
    private boolean watched;
    /** Whether the scripts run statement by statement, to find the one that ends their transaction. */
    private boolean singly;

    private final List<AfterCommit> afterCommit = new ArrayList<>();
    /** What is left to do for a script when it is committed. */
    private record AfterCommit(SqlScriptRun run, List<SqlStatement> tail, StepContext context) {}

    SqliteSession(SqliteSource source, @Nullable MigrationFileLock lock, Waiting waiting) {
        this.source = source;
        this.lock = lock;
        this.waiting = waiting;
        this.undo = new RunUndo(source, waiting);
    }

    private SqliteConnection connection() throws SQLException {
        if (connection == null) {
            connection = SqliteConnection.open(source, waiting);
            undo.opened(connection.jdbc());
        }
        return connection;
    }

    private ScriptTransaction transaction() throws SQLException {
        return new ScriptTransaction(connection(), source.name());
    }

    private interface Question<T> {
        T ask(Connection jdbc) throws SQLException;
    }

    private <T> T asking(Question<T> question) {
        try {
            return question.ask(connection().jdbc());
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public Snapshot read() {
        return asking(jdbc -> SqliteSnapshot.read(jdbc, source.name(), new KnownHistory()));
    }

    @Override
    public List<Warning> foreseen(List<SqliteStep> steps) {
        return ForeseenChanges.asksDatabase(steps) ? asking(jdbc -> ForeseenChanges.of(jdbc, steps)) : List.of();
    }

    @Override
    public void prepare(SqliteStep first) throws SQLException {
        afterCommit.clear();
        clean = first.leavesConnectionClean();
        watched = first.planned().execution() != Plan.Execution.PROCESS;
        keepJournalOrNot(first);
        connection().enforceForeignKeys(first.enforcesForeignKeys());
        undo.beforeStep(connection().jdbc());
    }

    /** What leaves its transaction, or opens other connections, must find the usual state. */
    private void keepJournalOrNot(SqliteStep next) throws SQLException {
        if (commits >= FEW && next.script().kind() == Script.Kind.SQL && next.canJoin()) {
            connection().keepJournal();
        } else if (connection != null) {
            connection.removeJournal();
        }
    }

    /** What ended its own transaction runs a second time, singly, to find the statement that did. */
    @Override
    public Retry retry(List<SqliteStep> steps) {
        singly = false;
        return failure -> singly = !singly && failure instanceof SqlScriptRun.TransactionLostException;
    }

    @Override
    public Version version() throws SQLException {
        return transaction().versionNow();
    }

    @Override
    public void begin() throws SQLException {
        connection().begin();
    }

    @Override
    public void begin(SqliteStep first, StepContext context) throws SQLException, IOException {
        afterCommit.clear();
        if (first.hasHead() && !singly) {
            try (SqlScriptRun run = SqlScriptRun.open(connection(), first, context, false)) {
                run.head();
            }
        }
        connection().begin();
    }

    @Override
    public void createMeta() throws SQLException {
        if (!MetaTable.exists(connection().jdbc())) {
            RecordsAside.move(connection().jdbc());
            MetaTable.create(connection().jdbc());
        }
    }

    @Override
    public void run(SqliteStep step, StepContext context) throws SQLException, IOException {
        clean &= step.leavesConnectionClean();
        if (step.script().kind() == Script.Kind.JAVA) {
            runJava(step, context);
            return;
        }
        try (SqlScriptRun run = SqlScriptRun.open(connection(), step, context, singly)) {
            run.skipHead();
            List<SqlStatement> tail = transaction().run(run, step);
            afterCommit.add(new AfterCommit(run, tail, context));
        }
    }

    private void runJava(SqliteStep step, StepContext context) throws SQLException {
        try {
            transaction().runJava(step, context);
        } catch (SQLException | RuntimeException | Error e) {
            noteCommit(e);
            throw e;
        }
    }

    @Override
    public void runOutside(SqliteStep step, StepContext context) throws SQLException, IOException {
        if (step.script().kind().isProcess()) {
            runProcess(step, context);
        } else {
            runNonTransactional(step, context);
        }
        undo.committed();
    }

    private void runNonTransactional(SqliteStep step, StepContext context) throws SQLException, IOException {
        SqliteConnection db = connection();
        try (SqlScriptRun run = SqlScriptRun.open(db, step, context, true)) {
            ForeignKeyCheck check = ForeignKeyCheck.before(db, step.touchedTables(), step.foreignKeyChange());
            try {
                run.all();
                check.after();
            } catch (StepFailedException | SQLException e) {
                db.rollBackQuietly();
                if (run.ran() > 0) {
                    undo.committed();
                }
                throw NonTransactionalFailure.of(
                        e instanceof SQLException sql ? failure(sql) : (StepFailedException) e, step, run);
            } finally {
                run.warnings().forEach(context::warn);
            }
        }
    }

    /**
     * The connection is closed while it runs, since the script opens its own and may need to be the only one; unless there is
     * a backup to put back, when it has to notice commits.
     */
    private void runProcess(SqliteStep step, StepContext context) throws SQLException {
        if (!undo.isPossible()) {
            closeConnection();
        }
        Path file = source.file().orElseThrow(SqlFailure::noFileForProcess);
        String database = source instanceof SqliteFile named ? named.name() : file.toString();
        if (!undo.isPossible()) {
            context.runProcess(step.script(), database, Map.of());
            return;
        }
        undo.beforeProcess(connection().jdbc());
        try {
            context.runProcess(step.script(), database, Map.of());
        } finally {
            undo.afterProcess(connection().jdbc(), step.script().fileName());
        }
    }

    @Override
    public void setVersion(SqliteStep done, Version from) throws SQLException {
        transaction().writeVersion(done.versionAfter(from));
    }

    @Override
    public void record(HistoryEntry entry) throws SQLException {
        transaction().record(entry);
    }

    @Override
    public Optional<String> recorded(Script script) throws SQLException {
        return transaction().recorded(script);
    }

    @Override
    public void dropToRemake(List<ScriptNames.Made> views) throws SQLException {
        if (!views.isEmpty()) {
            remade = remade == null ? new RemadeViews() : remade;
            remade.drop(connection().jdbc(), views);
        }
    }

    @Override
    public void commit() throws SQLException {
        if (remade != null) {
            remade.requireTriggers(connection().jdbc());
        }
        try {
            connection().commit();
        } catch (SQLException e) {
            noteCommit(e);
            throw e;
        }
        undo.committed();
        commits++;
    }

    /** A transaction that is over with a failure may be committed. */
    private void noteCommit(Throwable failure) throws SQLException {
        if (!transaction().isOpen(failure)) {
            undo.committed();
        }
    }

    @Override
    public void committed() throws SQLException {
        for (AfterCommit script : afterCommit) {
            for (Warning warning : script.run().warnings()) {
                script.context().warn(warning);
            }
            ScriptTail.run(script.run(), script.tail());
        }
    }

    @Override
    public void rollBack() {
        remade = null;
        if (connection != null) {
            connection.rollBackQuietly();
        }
    }

    @Override
    public RuntimeException failure(Exception e) {
        if (e instanceof IOException io) {
            return StepFailedException.unreadable(io);
        }
        return e instanceof SQLException sql ? failure(sql) : (RuntimeException) e;
    }

    private StepFailedException failure(SQLException e) {
        return SqlFailure.ofStep(source, connection == null ? null : connection.jdbc(), e);
    }

    @Override
    public RuntimeException failureWithoutScript(Exception e) {
        return e instanceof SQLException sql ? SqliteErrors.translate(source, sql) : failure(e);
    }

    @Override
    public void finish(boolean succeeded) {
        if (!succeeded || !clean) {
            if (connection != null && watched) {
                undo.afterStep(connection.jdbc());
            }
            closeConnection();
        }
    }

    @Override
    public boolean canJoin(SqliteStep step) {
        return step.canJoin();
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        return asking(jdbc -> SqliteSchema.dump(jdbc, tablesWithData));
    }

    @Override
    public Optional<List<Map<String, @Nullable String>>> rows(String table) {
        return asking(jdbc -> OtherToolTable.rows(jdbc, table));
    }

    @Override
    public void proveSchema(Consumer<Backend<?>> migration) {
        asking(jdbc -> {
            SqliteSchemaProof.prove(source, jdbc, migration);
            return migration;
        });
    }

    @Override
    public boolean holdsNothing() {
        return asking(jdbc -> SqliteContents.areOurs(jdbc));
    }

    @Override
    public Path backUp(CopyListener listener) {
        closeConnection();
        return undo.backUp(listener);
    }

    @Override
    public void restore(Path backup, Consumer<Version> check) {
        closeConnection();
        SqliteBackup.restore(
                source,
                backup,
                waiting.timeout(),
                database -> check.accept(MetaTable.read(database, source.name()).orElse(Version.ZERO)));
    }

    @Override
    public UndoOutcome undo(Path backup) {
        closeConnection();
        return undo.undo(backup);
    }

    private void closeConnection() {
        if (connection != null) {
            undo.closing(connection.jdbc());
            connection.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        closeConnection();
        undo.close();
        if (lock != null) {
            lock.close();
        }
    }
}

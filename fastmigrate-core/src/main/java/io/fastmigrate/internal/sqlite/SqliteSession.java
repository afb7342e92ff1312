package io.fastmigrate.internal.sqlite;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.port.UndoOutcome;
import io.fastmigrate.internal.port.Waiting;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.HistoryTable;
import io.fastmigrate.internal.sqlite.control.KnownHistory;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.file.RunUndo;
import io.fastmigrate.internal.sqlite.file.SqliteBackup;
import io.fastmigrate.internal.sqlite.foreignkey.ForeignKeyCheck;
import io.fastmigrate.internal.sqlite.run.NonTransactionalFailure;
import io.fastmigrate.internal.sqlite.run.ScriptTail;
import io.fastmigrate.internal.sqlite.run.ScriptTransaction;
import io.fastmigrate.internal.sqlite.run.SqlFailure;
import io.fastmigrate.internal.sqlite.run.SqlScriptRun;
import io.fastmigrate.internal.sqlite.run.SqliteStep;
import io.fastmigrate.internal.sqlite.run.Stopwatch;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQLite's session: one pinned connection, made anew after a script that leaves traces on it. */
final class SqliteSession implements Session {
    /** To keep the journal saves 5 to 9 % of each commit, and costs two syncs more in all. */
    private static final int FEW = 8;

    private final SqliteSource source;
    private final @Nullable MigrationFileLock lock;
    private final Waiting waiting;
    private @Nullable SqliteConnection connection;
    private final RunUndo undo;
    private int commits;

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

    @Override
    public Snapshot read() {
        try {
            return SqliteBackend.read(connection().jdbc(), source.name(), new KnownHistory());
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public List<Warning> foreseen(List<Step> steps) {
        try {
            return SqliteStep.foreseen(connection().jdbc(), steps);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public Optional<HistoryEntry> apply(Step step, StepContext context) {
        SqliteStep sqlite = (SqliteStep) step;
        boolean clean = false;
        try {
            keepJournalOrNot(sqlite);
            connection().enforceForeignKeys(sqlite.enforcesForeignKeys());
            undo.beforeStep(connection().jdbc());
            Optional<HistoryEntry> entry = applyByKind(sqlite, context);
            clean = sqlite.leavesConnectionClean();
            return entry;
        } catch (SQLException e) {
            throw failure(e);
        } catch (IOException e) {
            throw StepFailedException.unreadable(e);
        } finally {
            if (!clean) {
                if (connection != null && sqlite.planned().execution() != Plan.Execution.PROCESS) {
                    undo.afterStep(connection.jdbc());
                }
                closeConnection();
            }
        }
    }

    /** What leaves its transaction, or opens connections of its own, shall find things as they always are. */
    private void keepJournalOrNot(SqliteStep next) throws SQLException {
        if (commits >= FEW && next.script().kind() == Script.Kind.SQL && next.canJoin()) {
            connection().keepJournal();
        } else if (connection != null) {
            connection.removeJournal();
        }
    }

    private StepFailedException failure(SQLException e) {
        return SqlFailure.ofStep(source, connection == null ? null : connection.jdbc(), e);
    }

    private Optional<HistoryEntry> applyByKind(SqliteStep step, StepContext context) throws SQLException, IOException {
        return switch (step.planned().execution()) {
            case PROCESS -> applyProcess(step, context);
            case NON_TRANSACTIONAL, RESUMABLE -> applyWithoutTransaction(step, context);
            case ATOMIC, OWN_TRANSACTION ->
                step.script().kind() == Script.Kind.JAVA ? applyJava(step, context) : applyAtomic(step, context);
        };
    }

    private Optional<HistoryEntry> applyAtomic(SqliteStep step, StepContext context) throws SQLException, IOException {
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
            Stopwatch timer = new Stopwatch();
            if (singly) {
                run.skipHead();
            } else {
                run.head();
            }
            if (!transaction().begin(step.script(), context)) {
                return Optional.empty();
            }
            List<SqlStatement> tail = new ArrayList<>();
            HistoryEntry entry = transaction().inside(run, tail, step, context, timer);
            db.commit();
            undo.committed();
            commits++;
            run.warnings().forEach(context::warn);
            ScriptTail.run(run, tail);
            return Optional.of(entry);
        } catch (SQLException | IOException | RuntimeException | Error e) {
            db.rollBackQuietly();
            throw e;
        }
    }

    private Optional<HistoryEntry> applyWithoutTransaction(SqliteStep step, StepContext context)
            throws SQLException, IOException {
        SqliteConnection db = connection();
        if (transaction().isReached(step.script(), context)) {
            return Optional.empty();
        }
        Stopwatch timer = new Stopwatch();
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
        return finish(step, context, timer);
    }

    private Optional<HistoryEntry> finish(SqliteStep step, StepContext context, Stopwatch timer) throws SQLException {
        undo.committed();
        return transaction().finish(step, context, timer);
    }

    private Optional<HistoryEntry> applyJava(SqliteStep step, StepContext context) throws SQLException {
        SqliteConnection db = connection();
        Stopwatch timer = new Stopwatch();
        if (!transaction().begin(step.script(), context)) {
            return Optional.empty();
        }
        try {
            HistoryEntry entry = transaction().insideJava(step, context, timer);
            db.commit();
            undo.committed();
            return Optional.of(entry);
        } catch (SQLException | RuntimeException | Error e) {
            if (!transaction().isOpen(e)) {
                undo.committed();
            }
            db.rollBackQuietly();
            throw e;
        }
    }

    /**
     * The connection is closed while it runs, since the script opens its own and may need to be the only one; unless there is
     * a backup to put back, when it has to notice commits.
     */
    private Optional<HistoryEntry> applyProcess(SqliteStep step, StepContext context) throws SQLException, IOException {
        if (transaction().isReached(step.script(), context)) {
            return Optional.empty();
        }
        if (!undo.isPossible()) {
            closeConnection();
        }
        if (!ScriptBytes.checksum(step.script()).equals(step.planned().checksum())) {
            throw SqlScriptRun.changed();
        }
        Path file = source.file().orElseThrow(SqlFailure::noFileForProcess);
        Stopwatch timer = new Stopwatch();
        String database = source instanceof SqliteFile named ? named.name() : file.toString();
        if (!undo.isPossible()) {
            context.runProcess(step.script(), database, Map.of());
            return transaction().finish(step, context, timer);
        }
        undo.beforeProcess(connection().jdbc());
        try {
            context.runProcess(step.script(), database, Map.of());
        } finally {
            undo.afterProcess(connection().jdbc(), step.script().fileName());
        }
        return finish(step, context, timer);
    }

    @Override
    public boolean canJoin(Step step) {
        return ((SqliteStep) step).canJoin();
    }

    @Override
    public List<HistoryEntry> applyTogether(List<Step> steps, Function<Step, StepContext> contexts) {
        try {
            connection().enforceForeignKeys(false);
            try {
                return together(steps, contexts, false);
            } catch (SqlScriptRun.TransactionLostException lost) {
                connection().rollBackQuietly();
            }
            return together(steps, contexts, true);
        } catch (SQLException e) {
            throw failure(e);
        } catch (IOException e) {
            throw StepFailedException.unreadable(e);
        } catch (SqlScriptRun.TransactionLostException lost) {
            throw new IllegalStateException("Statements that run one by one have no chunk to lose.", lost);
        } finally {
            closeConnection();
        }
    }

    private List<HistoryEntry> together(List<Step> steps, Function<Step, StepContext> contexts, boolean singly)
            throws SQLException, IOException, SqlScriptRun.TransactionLostException {
        SqliteConnection db = connection();
        db.begin();
        try {
            List<HistoryEntry> entries = new ArrayList<>();
            List<Runnable> warnings = new ArrayList<>();
            for (Step step : steps) {
                StepContext context = contexts.apply(step);
                transaction().requireVersionBefore(context);
                entries.add(joined((SqliteStep) step, context, singly, warnings));
            }
            db.commit();
            undo.committed();
            warnings.forEach(Runnable::run);
            return entries;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            if (!transaction().isOpen(e)) {
                undo.committed();
            }
            db.rollBackQuietly();
            throw e;
        }
    }

    private HistoryEntry joined(SqliteStep step, StepContext context, boolean singly, List<Runnable> warnings)
            throws SQLException, IOException, SqlScriptRun.TransactionLostException {
        Stopwatch timer = new Stopwatch();
        if (step.script().kind() == Script.Kind.JAVA) {
            return transaction().insideJava(step, context, timer);
        }
        try (SqlScriptRun run = SqlScriptRun.open(connection(), step, context, singly)) {
            run.skipHead();
            warnings.add(() -> run.warnings().forEach(context::warn));
            return transaction().inside(run, new ArrayList<>(), step, context, timer);
        }
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        try {
            return SqliteSchema.dump(connection().jdbc(), tablesWithData);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public void proveSchema(Script script) {
        try {
            SqliteSchemaProof.prove(source, connection().jdbc(), script);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
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

    @Override
    public void accept(HistoryEntry entry) {
        try {
            SqliteConnection db = connection();
            db.begin();
            HistoryTable.write(db.jdbc(), source.name(), entry);
            db.commit();
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        } finally {
            closeConnection();
        }
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

package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.script.ControlTableLoss;
import io.fastmigrate.internal.sql.script.Placement;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.statement.StatementReader;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.foreignkey.CascadeCount;
import io.fastmigrate.internal.sqlite.foreignkey.TableDrop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a {@code .sql} script: what runs before the transaction, in it, and after it. Inside, complete
 * statements are handed over in chunks, which is as fast as SQLite's own {@code sqlite3_exec}; a chunk that fails is
 * taken back to a savepoint and run again one by one, so that the error names the very statement. A script that asks for
 * what no savepoint takes back runs one by one from the start.
 */
public final class SqlScriptRun implements AutoCloseable {

    /** In characters. Larger chunks are no faster, smaller ones pay for their savepoint. */
    private static final int CHUNK = 64 * 1024;

    /** How far a script is can be told only between chunks, so they grow from here, and only while they are quick. */
    private static final int FIRST_CHUNK = 1024;

    private static final long SLOW_NANOS = 100_000_000;

    /** What must not stand between a chunk's savepoint and its release, or is looked at when it has run. */
    private static final Set<StatementKind> ALONE = EnumSet.of(
            StatementKind.PRAGMA,
            StatementKind.ATTACH,
            StatementKind.SAVEPOINT,
            StatementKind.RELEASE,
            StatementKind.ROLLBACK_TO);

    private static final String CHUNK_SAVEPOINT = "_fastmigrate_chunk";

    /** The transaction is gone with the statements that were in it: the script must be run again, one by one. */
    public static final class TransactionLostException extends SQLException {
        private static final long serialVersionUID = 1L;
    }

    private final SqliteConnection db;
    private final Connection connection;
    private final SqliteStep step;
    private final StepContext context;
    private final boolean singly;
    private final StatementReader reader;
    private final @Nullable InsertJoin join;
    private final List<SqlStatement> chunk = new ArrayList<>();
    private final ChunkText text = new ChunkText();
    private int chunkLimit;
    private long index = -1;
    private long ran;
    private long bytesRun;
    private final boolean enforces;
    private final CascadeCount cascades;
    private final NamesAsTexts names;
    private boolean schemaWaits;
    private @Nullable SqlStatement current;
    private @Nullable SqlStatement lastRun;

    private SqlScriptRun(
            SqliteConnection db, SqliteStep step, StepContext context, boolean singly, StatementReader reader) {
        this.db = db;
        this.connection = db.jdbc();
        this.step = step;
        this.context = context;
        this.singly = singly || step.sql().countsRows();
        this.reader = reader;
        this.enforces = step.sql().foreignKeysOn() || step.planned().execution() == Plan.Execution.NON_TRANSACTIONAL;
        this.cascades = new CascadeCount(connection);
        this.names = new NamesAsTexts(connection, step.script().location());
        boolean joins = !this.singly && context.joinsInserts() && step.sql().canJoinInserts();
        this.join = joins ? new InsertJoin(connection) : null;
    }

    /** Opens the script; the caller closes the run, and with it the script. */
    public static SqlScriptRun open(SqliteConnection db, SqliteStep step, StepContext context, boolean singly)
            throws IOException {
        Optional<ControlTableLoss> loss = step.sql().controlTableLoss();
        if (loss.isPresent()) {
            throw StepFailedException.at(
                    loss.get().position(), loss.get().message(), loss.get().advice(), null);
        }
        if (step.sql().parameter().isPresent()) {
            throw SqliteStep.refused(step.sql().parameter().get());
        }
        StatementReader reader = StatementReader.open(
                SqliteStatements.open(step.script()),
                step.script().location(),
                step.sql().bytes());
        SqlScriptRun run = new SqlScriptRun(db, step, context, singly, reader);
        try {
            run.advance();
            return run;
        } catch (IOException | RuntimeException | Error e) {
            reader.close();
            throw e;
        }
    }

    /** Returns how many statements ran. */
    public long ran() {
        return ran;
    }

    Script.@Nullable Position lastPosition() {
        return lastRun == null ? null : lastRun.position();
    }

    /** Runs what must run before the transaction. */
    public void head() throws IOException, SQLException {
        boolean checked = false;
        while (current != null && (placed(Placement.BEFORE) || placed(Placement.SKIP))) {
            if (placed(Placement.BEFORE)) {
                if (!checked) {
                    requireUnchanged();
                    checked = true;
                }
                runOne(current);
            }
            advance();
        }
    }

    /** Skips the statements that already ran before the transaction. */
    public void skipHead() throws IOException {
        while (current != null && (placed(Placement.BEFORE) || placed(Placement.SKIP))) {
            advance();
        }
    }

    /** Runs what belongs into the transaction. */
    void body() throws IOException, SQLException {
        while (current != null && !placed(Placement.AFTER)) {
            if (placed(Placement.INSIDE)) {
                add(current);
            }
            advance();
        }
        flush();
        cascades.finish();
    }

    /**
     * Reads the rest of the script, which runs after the transaction, and proves that this is the script that was
     * planned.
     */
    List<SqlStatement> tail() throws IOException {
        List<SqlStatement> tail = new ArrayList<>();
        while (current != null) {
            if (placed(Placement.AFTER)) {
                tail.add(current);
            }
            advance();
        }
        step.requireUnchanged(reader.checksum().text());
        return tail;
    }

    /** What runs outside a transaction cannot be taken back: there the whole script is read once more before. */
    private void requireUnchanged() throws IOException {
        step.requireUnchanged(SqliteStep.of(step.script()).planned().checksum());
    }

    /** Runs every statement as it is. */
    public void all() throws IOException, SQLException {
        requireUnchanged();
        try {
            while (current != null) {
                lookAtNames(current);
                runOne(current);
                advance();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            Afterwards.attempt(e, cascades::finish);
            throw e;
        }
        cascades.finish();
        tail();
    }

    private void add(SqlStatement statement) throws SQLException {
        boolean asksSchema = names.arePossibleIn(statement) || (enforces && statement.kind() == StatementKind.INSERT);
        if (schemaWaits && asksSchema) {
            flush();
        }
        lookAtNames(statement);
        String head = join == null ? null : joins(join, statement);
        if (singly || runsAlone(statement)) {
            flush();
            runOne(statement);
            return;
        }
        chunk.add(statement);
        schemaWaits |= !statement.kind().isOfRows();
        if (head == null) {
            text.add(statement);
        } else {
            text.addRows(statement, head);
        }
        if (text.length() >= chunkLimit) {
            flush();
        }
    }

    private void lookAtNames(SqlStatement statement) {
        if (names.arePossibleIn(statement)) {
            names.look(statement);
        }
    }

    private boolean runsAlone(SqlStatement statement) throws SQLException {
        return ALONE.contains(statement.kind())
                || statement.text().length() >= CHUNK
                || (enforces
                        && (statement.mayCascade()
                                || statement.kind() == StatementKind.DROP_TABLE
                                || cascades.takesFromOthers(statement)));
    }

    /** Returns the head of an INSERT whose rows may follow on those before it; null for every other statement. */
    private @Nullable String joins(InsertJoin inserts, SqlStatement statement) throws SQLException {
        if (inserts.follow(statement)) {
            flush();
            inserts.ask(statement);
        }
        return inserts.joins();
    }

    private void flush() throws SQLException {
        String sql = text.take();
        long began = System.nanoTime();
        if (chunk.size() == 1) {
            runOne(chunk.get(0));
        } else if (chunk.size() > 1) {
            runChunk(sql);
        }
        boolean slow = System.nanoTime() - began > SLOW_NANOS;
        chunkLimit = slow ? 0 : Math.min(CHUNK, Math.max(FIRST_CHUNK, 2 * chunkLimit));
        chunk.clear();
        schemaWaits = false;
    }

    private void runChunk(String sql) throws SQLException {
        if (enforces) {
            cascades.finish();
            cascades.schemaChanged();
        }
        Sql.run(connection, "SAVEPOINT " + CHUNK_SAVEPOINT);
        try {
            db.interruptibly(() -> Sql.run(connection, sql), this::tell);
        } catch (SQLException e) {
            runAgainSingly(e);
            return;
        }
        Sql.run(connection, "RELEASE " + CHUNK_SAVEPOINT);
        ran += chunk.size();
        lastRun = chunk.get(chunk.size() - 1);
        tellAndListen();
    }

    private void runAgainSingly(SQLException failure) throws SQLException {
        if (SqliteErrors.isInterrupt(failure) || SqliteErrors.isOurInterrupt(failure)) {
            throw failure;
        }
        try {
            Sql.run(connection, "ROLLBACK TO " + CHUNK_SAVEPOINT + "; RELEASE " + CHUNK_SAVEPOINT);
        } catch (SQLException e) {
            throw new TransactionLostException();
        }
        for (SqlStatement statement : chunk) {
            runOne(statement);
        }
    }

    void runOne(SqlStatement statement) throws SQLException {
        if (statement.kind() == StatementKind.ATTACH || statement.kind() == StatementKind.VACUUM) {
            RehearsedAttach.requireNoOtherFile(db, statement);
        }
        try {
            db.interruptibly(() -> run(statement), this::tell);
        } catch (SQLException e) {
            if (SqliteErrors.isInterrupt(e) || SqliteErrors.isOurInterrupt(e)) {
                throw e;
            }
            throw SqlFailure.of(connection, statement, e);
        }
        if (statement.kind() == StatementKind.ATTACH) {
            OwnLocks.requireNotAttachedTwice(connection, statement.position());
            RehearsedAttach.requireNoFile(db, statement.position());
        }
        if (statement.kind() == StatementKind.PRAGMA) {
            db.waitAgain();
        }
        ran++;
        lastRun = statement;
        tellAndListen();
    }

    private void run(SqlStatement statement) throws SQLException {
        if (!enforces) {
            Sql.run(connection, statement.text());
            return;
        }
        cascades.before(statement);
        if (statement.kind() == StatementKind.DROP_TABLE) {
            drop(statement);
        } else {
            Sql.run(connection, statement.text());
        }
        cascades.after(statement);
    }

    /** Where nothing takes a drop back, rows that SQLite protects must not lose their parent. */
    private void drop(SqlStatement statement) throws SQLException {
        boolean forGood = step.sql().dropsForGood(statement.name().orElse(""));
        if (forGood && step.planned().execution() == Plan.Execution.NON_TRANSACTIONAL) {
            TableDrop.tryOut(connection, statement);
        }
        TableDrop.run(connection, statement);
    }

    /** Returns what a person should see of the statements that ran. */
    public List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>(names.warnings());
        String lost = cascades.inWords();
        if (!lost.isEmpty()) {
            String text = step.script().location() + ": with the rows that the script deleted, foreign keys deleted "
                    + lost + ".";
            warnings.add(Bridge.values().warning(Warning.Kind.CASCADE, text));
        }
        return warnings;
    }

    private void tell() {
        context.progress(bytesRun, step.sql().bytes(), ran);
    }

    private void tellAndListen() {
        bytesRun = reader.bytesRead();
        tell();
        if (Thread.currentThread().isInterrupted()) {
            throw StepFailedException.interrupted();
        }
    }

    private boolean placed(Placement placement) {
        return current != null && step.sql().placement(index, current) == placement;
    }

    private void advance() throws IOException {
        current = reader.next();
        index++;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

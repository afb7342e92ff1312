package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.port.StepFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection, the dialect it speaks, and where our tables are. Used by one thread; another one only watches whether
 * that thread was interrupted, and then cancels its statement.
 */
public final class Db implements AutoCloseable {

    private static final long LOOK_EVERY_NANOS = 50_000_000L;

    private final Loan loan;
    private final Connection connection;
    private final Dialect dialect;
    private final JdbcSource source;
    private String schema = "";
    private String lastStatement = "";
    private Guard guard = db -> {};
    private boolean entered;
    private ScriptObserver observer = ScriptObserver.NONE;
    private boolean writesOutside;

    /** Whether that changed the session, so that it has to be done again when the session is as before. */
    private boolean writesWereAllowed;

    private boolean touchedByJava;
    private volatile @Nullable Cancellation running;
    private volatile boolean closed;
    private @Nullable Thread watch;

    private Db(Loan loan, Dialect dialect, JdbcSource source) {
        this.loan = loan;
        this.connection = loan.jdbc();
        this.dialect = dialect;
        this.source = source;
    }

    /** Takes a connection over; gives it back if it is of no use. */
    public static Db of(Loan loan, Dialect dialect, @Nullable String schema, JdbcSource source) throws SQLException {
        Db db = new Db(loan, dialect, source);
        try {
            db.prepare(schema);
            return db;
        } catch (SQLException | RuntimeException e) {
            db.close();
            throw e;
        }
    }

    private void prepare(@Nullable String wanted) throws SQLException {
        if (dialect.isInMemory(source.url())) {
            loan.keep();
        }
        loan.use();
        loan.takeBack(dialect.prepare(connection, loan.origin()));
        if (wanted != null && !wanted.equals(dialect.schema(connection))) {
            loan.takeBack(dialect.enter(connection, wanted));
            entered = true;
        }
        schema = dialect.place(connection, wanted);
    }

    /** Lets no transaction begin from now on but under this guard. */
    public void guard(Guard guard) {
        this.guard = guard;
    }

    /** Tells someone of all that scripts do from now on. */
    public void observe(ScriptObserver who) {
        observer = who;
    }

    public Connection jdbc() {
        return connection;
    }

    public Dialect dialect() {
        return dialect;
    }

    public String schema() {
        return schema;
    }

    public String table(String name) {
        return dialect.table(schema, name);
    }

    public boolean exists(String table) throws SQLException {
        return dialect.exists(connection, schema, table);
    }

    /** Returns those of our tables that are there. */
    public Set<String> existing(String... tables) throws SQLException {
        return dialect.existing(connection, schema, List.of(tables));
    }

    /**
     * Begins a transaction.
     *
     * @param settings statements that make it what the script asks for, such as its isolation level
     */
    public void begin(List<String> settings, long lockMillis) throws SQLException {
        connection.setAutoCommit(false);
        List<String> statements = new ArrayList<>(dialect.allowWrites(connection));
        statements.addAll(settings);
        statements.addAll(dialect.atBegin(lockMillis));
        runAll(statements);
        asOwner(() -> guard.pass(this));
    }

    private void runAll(List<String> statements) throws SQLException {
        if (dialect.takesSeveralStatements()) {
            Rows.script(connection, String.join("; ", statements));
        } else {
            for (String sql : statements) {
                Rows.run(connection, sql);
            }
        }
    }

    /** Lets the transaction at hand wait no longer for others than it did when it began. */
    public void limitWaiting(long lockMillis) throws SQLException {
        for (String sql : dialect.atBegin(lockMillis)) {
            Rows.run(connection, sql);
        }
    }

    public void begin() throws SQLException {
        begin(List.of());
    }

    /**
     * Begins a transaction that waits for others as long as the script says.
     *
     * @param settings as above
     */
    public void begin(List<String> settings) throws SQLException {
        connection.setAutoCommit(false);
        for (String sql : dialect.allowWrites(connection)) {
            Rows.run(connection, sql);
        }
        for (String sql : settings) {
            Rows.run(connection, sql);
        }
        asOwner(() -> guard.pass(this));
    }

    public boolean isInTransaction() throws SQLException {
        return !connection.getAutoCommit();
    }

    public void commit() throws SQLException {
        observer.beforeCommit();
        connection.commit();
        observer.afterCommit();
        connection.setAutoCommit(true);
    }

    /** Ends whatever transaction there is; there may be none, and the connection may be broken. */
    public void rollBackQuietly() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // A connection that cannot roll back is closed soon, and its transaction ends with it.
            return;
        }
    }

    /** Runs a statement of a script to its very end; stops soon after this thread is interrupted. */
    public void execute(String sql) throws SQLException {
        observer.statement(sql, isInTransaction());
        lastStatement = Blockers.beginning(sql);
        watched(statement -> {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        });
    }

    /** Runs statements that return no rows, without a wait for the answer of each; likewise. */
    public void executeAll(List<String> statements) throws SQLException {
        for (String sql : statements) {
            observer.statement(sql, isInTransaction());
        }
        watched(statement -> {
            for (String sql : statements) {
                statement.addBatch(sql);
            }
            statement.executeBatch();
        });
    }

    /** Returns the beginning of the script's statement that ran last. */
    public String lastStatement() {
        return lastStatement;
    }

    @FunctionalInterface
    private interface Execution {
        void run(Statement statement) throws SQLException;
    }

    private void watched(Execution execution) throws SQLException {
        startWatch();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            running = statement::cancel;
            execution.run(statement);
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw StepFailedException.interrupted();
            }
            throw e;
        } finally {
            running = null;
        }
    }

    /** Ends what another thread waits for. */
    @FunctionalInterface
    private interface Cancellation {
        void cancel() throws SQLException;
    }

    /** Hands rows to a statement that takes them from the client; stops soon after this thread is interrupted. */
    public void copyIn(String sql, InputStream rows) throws SQLException, IOException {
        startWatch();
        try {
            running = () -> dialect.cancelCopy(connection);
            dialect.copyIn(connection, sql, rows);
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw StepFailedException.interrupted();
            }
            throw e;
        } finally {
            running = null;
        }
    }

    private void startWatch() {
        if (watch != null) {
            return;
        }
        Thread worker = Thread.currentThread();
        watch = new Thread(() -> watch(worker), "fastmigrate-interrupt-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void watch(Thread worker) {
        while (!closed) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            Cancellation cancellation = running;
            if (cancellation != null && worker.isInterrupted()) {
                cancel(cancellation);
            }
        }
    }

    /** What cannot be cancelled has ended by itself in the meantime, or is tried again. */
    private static void cancel(Cancellation cancellation) {
        try {
            cancellation.cancel();
        } catch (SQLException e) {
            return;
        }
    }

    /** To be called before scripts run, in no transaction. */
    public void expectScripts() throws SQLException {
        lastStatement = "";
        boolean first = loan.before().isEmpty();
        if (first) {
            if (entered) {
                dialect.requireEntered(connection, schema);
            }
            loan.remember(dialect.remember(connection, loan.origin(), schema));
        }
        if (!writesOutside) {
            Undo back = dialect.allowWritesOutside(connection);
            writesOutside = true;
            writesWereAllowed = back != Undo.NOTHING;
            if (first) {
                loan.takeBack(back);
            }
        }
    }

    /** To be called before a statement runs that may leave something in the session. */
    public void touch() {
        loan.touch();
    }

    /** To be called before code runs that may do anything with the connection. */
    public void touchByJava() {
        observer.java();
        loan.touch();
        touchedByJava = true;
    }

    /** Tells whether a script may have left something in the session. */
    public boolean isTouched() {
        return loan.isTouched();
    }

    /** Tells whether {@link #restore} makes the session as new; otherwise a new connection does. */
    public boolean canBeRestored() {
        boolean certain =
                dialect.restoresSessions(loan.origin()) && (!touchedByJava || dialect.lockKind() == LockKind.FILE);
        return certain || dialect.isInMemory(source.url()) || source.isSingleConnection();
    }

    /** Makes the session what it was before scripts ran in it, in the transaction at hand if there is one. */
    public void restore() throws SQLException {
        if (loan.isTouched()) {
            loan.restore();
            writesOutside &= !writesWereAllowed;
        }
    }

    /** What a transaction waits for at its beginning: that no one else may migrate until it ends. */
    @FunctionalInterface
    public interface Guard {
        void pass(Db db) throws SQLException;
    }

    /** Something that is written into our own tables. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    /** Something that is read from them. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws SQLException;
    }

    /** Writes into our own tables, whatever role and settings a script has chosen that goes on afterwards. */
    public void asOwner(Work work) throws SQLException {
        askAsOwner(() -> {
            work.run();
            return true;
        });
    }

    /** Reads from them, likewise. */
    public <T> T askAsOwner(Question<T> question) throws SQLException {
        Optional<SessionState> state = loan.before();
        if (!loan.isTouched() || state.isEmpty()) {
            return question.ask();
        }
        boolean alone = connection.getAutoCommit();
        if (alone) {
            connection.setAutoCommit(false);
        }
        Undo back = state.get().writeAsOwner(connection);
        T answer = question.ask();
        back.on(connection);
        if (alone) {
            commit();
        }
        return answer;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        if (loan.isTouched() && !canBeRestored()) {
            loan.distrust();
        }
        loan.close();
    }
}

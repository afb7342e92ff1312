package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.pool.SessionState.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection, the dialect it speaks, and where our tables are. Used by one thread; another one only watches whether
 * that thread was interrupted, and then cancels its statement.
 */
public final class Db implements AutoCloseable {

    private final Loan loan;
    private final Connection connection;
    private final Dialect dialect;
    private final JdbcSource source;
    private String schema = "";
    private Guard guard = db -> {};
    private boolean entered;
    private boolean writesOutside;

    /** Whether that changed the session, so that it has to be done again when the session is as before. */
    private boolean writesWereAllowed;

    private boolean touchedByJava;
    private boolean newSessionsAreOthers;
    private boolean restoredByCommit;

    /** Whether the transaction at hand has taken back what the script before it left, which its rollback brings back. */
    private boolean restoredByBegin;

    private final ScriptExecution scripts;

    private Db(Loan loan, Dialect dialect, JdbcSource source) {
        this.loan = loan;
        this.connection = loan.jdbc();
        this.dialect = dialect;
        this.source = source;
        this.scripts = new ScriptExecution(connection, dialect);
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
        List<String> all = new ArrayList<>(settings);
        all.addAll(dialect.atBegin(lockMillis));
        begin(all);
    }

    /** Tells whether one statement of ours is safe without a transaction around it. */
    public boolean needsNoTransaction() {
        return guard.letsAllPass() && !isTouched();
    }

    /** Tells whether nothing has to be looked at between the beginning of a transaction and its first question. */
    public boolean canBeginAndAsk() {
        return dialect.statementJoin().isPossible() && guard.letsAllPass();
    }

    /** Tells whether {@link #beginAndAsk} also takes back what is left in the session. */
    public boolean canRestoreAtBegin() {
        boolean certain = canBeRestored() && !writesWereAllowed && !restoredByCommit;
        return certain && canBeginAndAsk() && restoring().isPresent();
    }

    private Optional<SessionState.Restoring> restoring() {
        return loan.before().flatMap(SessionState::restoring);
    }

    /**
     * Begins a transaction and asks a question in one message, which also takes back what is left in the session.
     *
     * @param settings as above
     * @return the first column of the first row of the answer, if there is one
     */
    public Optional<String> beginAndAsk(List<String> settings, long lockMillis, String question) throws SQLException {
        Optional<SessionState.Restoring> restoring =
                isTouched() && canRestoreAtBegin() ? restoring() : Optional.empty();
        List<String> statements = beginning();
        restoring.ifPresent(script -> statements.add(script.modes()));
        statements.addAll(settings);
        restoring.ifPresent(script -> statements.add(script.statements()));
        statements.addAll(dialect.atBegin(lockMillis));
        statements.add(question);
        List<List<List<String>>> answers =
                Rows.answers(connection, dialect.statementJoin().of(statements));
        if (restoring.isPresent()) {
            loan.restored();
            restoredByBegin = true;
        }
        return Rows.text(answers.get(answers.size() - 1));
    }

    /** Begins a transaction, or returns the statements that do. */
    private List<String> beginning() throws SQLException {
        List<String> statements = new ArrayList<>();
        if (switchesBySql()) {
            statements.add(StatementJoin.BEGIN);
        } else {
            connection.setAutoCommit(false);
        }
        statements.addAll(dialect.allowWrites(connection));
        return statements;
    }

    /** Tells whether autocommit can be switched beside the driver, which waits for an answer; a pool may keep what it was told. */
    private boolean switchesBySql() {
        return dialect.statementJoin() == StatementJoin.BLOCK && loan.origin() == Origin.OURS;
    }

    /**
     * Returns the condition under which statements on our own tables may be sent as one message, also in a session that a script has
     * changed; empty where they have to be sent one by one.
     */
    public Optional<String> ownerCondition() {
        return switchesBySql() && guard.letsAllPass() ? sameSession() : Optional.empty();
    }

    private Optional<String> sameSession() {
        return isTouched() ? loan.before().flatMap(SessionState::ownerCondition) : Optional.of("TRUE");
    }

    /** Returns statements on our own tables, for the transaction at hand, as one message; empty where they have to be sent one by one. */
    public Optional<String> message(List<String> statements) {
        StatementJoin join = dialect.statementJoin();
        return join == StatementJoin.BLOCK
                ? sameSession().map(condition -> join.onlyIf(condition, statements))
                : Optional.of(join.of(statements));
    }

    /** Lets the transaction at hand wait no longer for others than it did when it began. */
    public void limitWaiting(long lockMillis) throws SQLException {
        for (String sql : dialect.atBegin(lockMillis)) {
            Rows.run(connection, sql);
        }
    }

    /**
     * Begins a transaction that waits for others as long as the script says.
     *
     * @param settings as above
     */
    public void begin(List<String> settings) throws SQLException {
        connection.setAutoCommit(false);
        List<String> statements = new ArrayList<>(dialect.allowWrites(connection));
        statements.addAll(settings);
        if (dialect.statementJoin() == StatementJoin.SEMICOLONS && !statements.isEmpty()) {
            Rows.script(connection, String.join("; ", statements));
        } else {
            for (String sql : statements) {
                Rows.run(connection, sql);
            }
        }
        asOwner(() -> guard.pass(this));
    }

    public boolean isInTransaction() throws SQLException {
        return !connection.getAutoCommit();
    }

    public void commit() throws SQLException {
        scripts.observer().beforeCommit();
        if (switchesBySql()) {
            Rows.run(connection, dialect.statementJoin().of(StatementJoin.COMMIT));
        } else {
            connection.commit();
        }
        restoredByBegin = false;
        scripts.observer().afterCommit();
        connection.setAutoCommit(true);
    }

    /** Ends whatever transaction there is; there may be none, and the connection may be broken. */
    public void rollBackQuietly() {
        if (restoredByBegin) {
            restoredByBegin = false;
            loan.touch();
        }
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

    /** Returns what runs the statements of scripts. */
    public ScriptExecution scripts() {
        return scripts;
    }

    /** To be called before scripts run, in no transaction. */
    public void expectScripts() throws SQLException {
        scripts.forgetLastStatement();
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

    /** To be called before a statement runs that may leave what only a commit takes back: that has no effect at the beginning. */
    public void touchUntilCommit() {
        loan.touch();
        restoredByCommit = true;
    }

    /** To be called before a statement runs that changes what a new session begins with, which only a new connection knows. */
    public void touchNewSessions() {
        loan.touch();
        newSessionsAreOthers = true;
    }

    /** To be called before code runs that may do anything with the connection. */
    public void touchByJava() {
        scripts.observer().java();
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

    /** Has the server make the session new, and let the migration lock go; false where that takes a new connection. */
    public boolean renew() {
        Optional<SessionState> state = loan.before();
        if (touchedByJava
                || newSessionsAreOthers
                || state.isEmpty()
                || !state.get().renew(connection)) {
            return false;
        }
        loan.restored();
        return true;
    }

    /** Makes the session what it was before scripts ran in it, in the transaction at hand if there is one. */
    public void restore() throws SQLException {
        if (loan.isTouched()) {
            loan.restore();
            restoredByCommit &= isInTransaction();
            writesOutside &= !writesWereAllowed;
        }
    }

    /** What a transaction waits for at its beginning: that no one else may migrate until it ends. */
    @FunctionalInterface
    public interface Guard {
        void pass(Db db) throws SQLException;

        /** Tells whether {@link #pass} does nothing. */
        default boolean letsAllPass() {
            return false;
        }
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
        scripts.close();
        if (loan.isTouched() && !canBeRestored()) {
            loan.distrust();
        }
        loan.close();
    }
}

package io.fastmigrate.internal.pool;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.pool.SessionState.Undo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection for as long as it is used. One that an application lent goes back as it was; where that is not certain, it is
 * ended, and the application's pool opens another one. One of our own is closed. Used by one thread.
 */
public final class Loan implements AutoCloseable {

    private final Connection connection;
    private final @Nullable DataSource lender;
    private final Class<? extends Connection> driverType;
    private final boolean autoCommit;
    private @Nullable SessionState before;
    private Undo undo = Undo.NOTHING;

    /** Whether anything was done that has to be put back. */
    private boolean used;

    private boolean touched;
    private boolean trusted = true;
    private boolean mayBeEnded = true;
    private boolean closed;

    private Loan(Connection connection, @Nullable DataSource lender, Class<? extends Connection> driverType)
            throws SQLException {
        this.connection = connection;
        this.lender = lender;
        this.driverType = driverType;
        try {
            this.autoCommit = connection.getAutoCommit();
        } catch (SQLException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** Takes a connection that is ours. */
    public static Loan own(Connection connection) throws SQLException {
        return new Loan(connection, null, Connection.class);
    }

    /**
     * Borrows a connection. A pool may fail with any exception, not only those of JDBC.
     *
     * @param driverType the driver's own class, for drivers whose {@code abort} does nothing; or {@code Connection}
     * @throws SQLException the one that a pool wraps, which has the server's code, or one that tells of the pool's own
     */
    public static Loan of(DataSource lender, Class<? extends Connection> driverType) throws SQLException {
        Connection connection;
        try {
            connection = lender.getConnection();
        } catch (RuntimeException e) {
            throw asSqlException(e);
        }
        if (connection == null) {
            throw new SQLException("the DataSource returned null instead of a connection");
        }
        return new Loan(connection, lender, driverType);
    }

    private static SQLException asSqlException(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException known) {
                return known;
            }
        }
        return new SQLException("the DataSource failed with " + e, e);
    }

    public Connection jdbc() {
        return connection;
    }

    public Origin origin() {
        return lender == null ? Origin.OURS : Origin.BORROWED;
    }

    /** Tells whether a connection is in a transaction that has done anything; one that has merely begun does not count. */
    @FunctionalInterface
    public interface TransactionProbe {
        boolean isOpen(Connection connection) throws SQLException;
    }

    /**
     * Requires that a connection which was lent is in no transaction: to switch {@code autoCommit} on commits what is open, by
     * the contract of JDBC, and that is for the application to do or not.
     *
     * @param name of the database, for the message
     * @throws InvalidSettingException if it is in one
     */
    public void requireIdle(String name, TransactionProbe probe) throws SQLException {
        if (lender != null && probe.isOpen(connection)) {
            throw InvalidSettingException.of(
                    "The DataSource returned a connection with an open transaction, which a migration would"
                            + " have to commit: " + name + ".",
                    "Commit or roll back before migrating, or give a DataSource that opens separate connections.");
        }
    }

    /** Switches {@code autoCommit} on. Until then the connection is only looked at, and goes back untouched. */
    public void use() throws SQLException {
        used = true;
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
    }

    /** Keeps what takes back a setting of ours; what was set last is taken back first. */
    public void takeBack(Undo setting) {
        undo = undo.after(setting);
    }

    /** Keeps what the session is like, before something may be left in it. */
    public void remember(SessionState state) {
        before = state;
    }

    /** Returns what the session was like; empty as long as nothing may be left in it. */
    public Optional<SessionState> before() {
        return Optional.ofNullable(before);
    }

    /** To be called before something runs that may leave something in the session. */
    public void touch() {
        touched = true;
    }

    public boolean isTouched() {
        return touched;
    }

    /** Makes the session what it was, in the transaction at hand if there is one; tells whether it is. */
    public boolean restore() throws SQLException {
        if (!touched || before == null) {
            return true;
        }
        boolean asItWas = before.restore(connection);
        touched = false;
        return asItWas;
    }

    /** To be called when statements have made the session what it was, without {@link #restore}. */
    public void restored() {
        touched = false;
    }

    /** Has the connection ended rather than given back: what was left in it may not be all that can be seen. */
    public void distrust() {
        trusted = false;
    }

    /** Keeps the connection from being ended even if not all could be put back: what the application has ends with it. */
    public void keep() {
        mayBeEnded = false;
    }

    /** Returns a connection that does all that this one does, and is given back when it is closed. */
    public Connection asConnection() {
        return (Connection) Proxy.newProxyInstance(
                Loan.class.getClassLoader(), new Class<?>[] {Connection.class}, new Handler(this));
    }

    /** Returns the loan that a connection was {@linkplain #asConnection made} of; empty for another one. */
    public static Optional<Loan> behind(Connection connection) {
        return Proxy.isProxyClass(connection.getClass())
                        && Proxy.getInvocationHandler(connection) instanceof Handler handler
                ? Optional.of(handler.loan())
                : Optional.empty();
    }

    private record Handler(Loan loan) implements java.lang.reflect.InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("close")) {
                loan.close();
                return null;
            }
            try {
                return method.invoke(loan.connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    /** Never throws. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (lender == null) {
            rollBack();
            close(connection);
        } else if (used ? !givesBack() : !close(connection)) {
            Eviction.evict(lender, connection, driverType);
        }
    }

    private boolean givesBack() {
        boolean asItWas = rollBack() && trusted && isAsItWas();
        return (asItWas || (!mayBeEnded && isOpen())) && close(connection);
    }

    private boolean rollBack() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private boolean isAsItWas() {
        try {
            boolean asItWas = !connection.isClosed() && restore();
            undo.on(connection);
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
            return asItWas;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private boolean isOpen() {
        try {
            return !connection.isClosed();
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private static boolean close(Connection connection) {
        try {
            connection.close();
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}

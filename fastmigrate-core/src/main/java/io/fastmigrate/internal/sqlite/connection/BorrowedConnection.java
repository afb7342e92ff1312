package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.pool.DataSources;
import io.fastmigrate.internal.pool.Eviction;
import io.fastmigrate.internal.port.Waiting;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConnection;

/** An application's connection, which gets it back as it was when it is closed, or not at all. */
public final class BorrowedConnection implements InvocationHandler {

    private final DataSource dataSource;
    private final Connection connection;
    private final Waiting waiting;
    private final boolean autoCommit;
    private final int isolation;
    private final String busyTimeout;
    private final boolean inMemory;

    /** Empty as long as it is only read from. */
    private Optional<ConnectionState> before = Optional.empty();

    private boolean given;

    private BorrowedConnection(DataSource dataSource, Connection connection, String name, Waiting waiting)
            throws SQLException {
        this.dataSource = dataSource;
        this.connection = connection;
        this.waiting = waiting;
        this.autoCommit = connection.getAutoCommit();
        this.isolation = connection.getTransactionIsolation();
        if (!autoCommit) {
            leaveTransaction(connection, name);
        }
        this.busyTimeout = Sql.string(connection, "PRAGMA busy_timeout");
        this.inMemory = SqliteDataSource.fileOf(connection).isEmpty();
        BusyWait.on(connection, waiting);
    }

    /**
     * Borrows a connection; {@code autoCommit} is on.
     *
     * @throws InvalidSettingException if it is in the middle of a transaction, which is for the application to commit or not
     */
    static Connection of(DataSource dataSource, String name, Waiting waiting) throws SQLException {
        Connection connection = DataSources.connection(dataSource);
        try {
            BorrowedConnection borrowed = new BorrowedConnection(dataSource, connection, name, waiting);
            return (Connection) Proxy.newProxyInstance(
                    BorrowedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, borrowed);
        } catch (SQLException | RuntimeException | Error e) {
            Afterwards.attempt(e, connection::close);
            throw e;
        }
    }

    /**
     * Remembers all that makes a connection what it is, where it is a borrowed one, and gives it the settings that
     * transactions can rely on: something is written next.
     *
     * @throws InvalidSettingException if the application wants nothing to be written by its connections
     */
    public static void beforeWriting(Connection connection, String database) throws SQLException {
        if (Proxy.isProxyClass(connection.getClass())
                && Proxy.getInvocationHandler(connection) instanceof BorrowedConnection borrowed
                && borrowed.before.isEmpty()) {
            ConnectionState state = ConnectionState.of(borrowed.connection);
            borrowed.before = Optional.of(state);
            SafeSettings.set(borrowed.connection, state.settings(), database);
        }
    }

    boolean isInMemory() {
        return inMemory;
    }

    /** Returns what the connection was like before anything was written; as it is now while nothing was. */
    ConnectionState state() throws SQLException {
        return before.isPresent() ? before.get() : ConnectionState.of(connection);
    }

    /** Switches {@code autoCommit} on, which by the contract of JDBC commits what is open. */
    private static void leaveTransaction(Connection connection, String name) throws SQLException {
        if (!isIdle(connection)) {
            throw InvalidSettingException.of(
                    "The DataSource returned a connection with an open transaction, which a migration would"
                            + " have to commit: " + name + ".",
                    "Commit or roll back before migrating, or give a DataSource that opens separate connections.");
        }
        connection.setAutoCommit(true);
    }

    /**
     * Tells whether no transaction has read or written anything yet. The driver begins one as soon as {@code autoCommit} is
     * off; a checkpoint, which changes no content, is refused only once it is more than begun.
     */
    private static boolean isIdle(Connection connection) {
        try {
            Sql.run(connection, "PRAGMA main.wal_checkpoint(PASSIVE)");
            return true;
        } catch (SQLException e) {
            return !SqliteErrors.isBusy(e);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            giveBack();
            return null;
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A database in memory is gone with its connection, and so is kept even if not all could be put back. */
    private void giveBack() throws SQLException {
        if (given) {
            return;
        }
        given = true;
        boolean asItWas;
        Duration waited = BusyWait.lastWait();
        try {
            asItWas = putBack() || (inMemory && !connection.isClosed());
        } catch (SQLException | RuntimeException e) {
            asItWas = inMemory && isOpen();
        } finally {
            // Of what went wrong before, the error is yet to be told.
            BusyWait.measured(waited);
        }
        if (asItWas) {
            connection.close();
        } else {
            Eviction.evict(dataSource, connection, SQLiteConnection.class);
        }
    }

    private boolean isOpen() {
        try {
            return !connection.isClosed();
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private boolean putBack() throws SQLException {
        if (connection.isClosed()) {
            return false;
        }
        rollBack();
        if (before.isPresent() && !inMemory && ActiveStatements.anyOn(connection)) {
            return false;
        }
        BusyWait.on(connection, waiting);
        boolean asItWas = before.isEmpty() || before.get().putBack(connection);
        BusyHandler.clearHandler(SqliteSource.driverConnection(connection));
        Sql.run(connection, "PRAGMA busy_timeout = " + busyTimeout);
        if (connection.getTransactionIsolation() != isolation) {
            connection.setTransactionIsolation(isolation);
        }
        if (connection.getAutoCommit() != autoCommit) {
            connection.setAutoCommit(autoCommit);
        }
        return asItWas;
    }

    /** Ends whatever transaction there is, and proves that there is none any more. */
    private void rollBack() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            // There was none, as there should be.
            if (SqliteErrors.isBusy(e)) {
                throw e;
            }
        }
        Sql.run(connection, "BEGIN");
        Sql.run(connection, "ROLLBACK");
    }
}

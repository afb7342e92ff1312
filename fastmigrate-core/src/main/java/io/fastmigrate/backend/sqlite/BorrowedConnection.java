package io.fastmigrate.backend.sqlite;

import io.fastmigrate.model.InvalidSettingException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An application's connection that came with {@code autoCommit} off: it has it on while we use it, and off again after. */
final class BorrowedConnection implements InvocationHandler {

    private final Connection connection;

    private BorrowedConnection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Switches {@code autoCommit} on, which by the contract of JDBC commits what is open.
     *
     * @throws InvalidSettingException if something is open, which is for the application to commit or not
     */
    static Connection outOfItsTransaction(Connection connection, String name) throws SQLException {
        if (!isIdle(connection)) {
            connection.close();
            throw new InvalidSettingException(
                    "The DataSource hands out a connection in the middle of a transaction, which a migration would have"
                            + " to commit: " + name + ".",
                    "Commit or roll back before migrating, or give a DataSource that opens connections of their own.");
        }
        connection.setAutoCommit(true);
        return (Connection) Proxy.newProxyInstance(
                BorrowedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new BorrowedConnection(connection));
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
        try {
            if (method.getName().equals("close") && !connection.isClosed()) {
                connection.setAutoCommit(false);
            }
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}

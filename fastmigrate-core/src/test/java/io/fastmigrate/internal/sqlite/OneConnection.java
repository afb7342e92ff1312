package io.fastmigrate.internal.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteDataSource;

/** A data source that always hands out the one connection that the application works with, and never closes it. */
public final class OneConnection extends SQLiteDataSource implements AutoCloseable {

    private final Connection connection;

    public OneConnection(Connection connection) {
        this.connection = connection;
    }

    public static OneConnection to(Path database) throws SQLException {
        return new OneConnection(DriverManager.getConnection("jdbc:sqlite:" + database));
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public Connection getConnection() {
        return (Connection) Proxy.newProxyInstance(
                OneConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

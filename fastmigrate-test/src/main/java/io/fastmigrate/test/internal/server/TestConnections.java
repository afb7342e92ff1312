package io.fastmigrate.test.internal.server;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a new connection to one database each time, until it is closed with all of them. */
final class TestConnections implements DataSource, AutoCloseable {

    private static final int MANY = 20;

    private final ServerUrl server;
    private final String url;
    private final List<Connection> open = new ArrayList<>();
    private boolean closed;
    private int checkedAt = MANY;

    TestConnections(ServerUrl server, String url) {
        this.server = server;
        this.url = url;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opened(server.connect(url));
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return opened(DriverManager.getConnection(url, username, password));
    }

    private synchronized Connection opened(Connection connection) throws SQLException {
        if (closed) {
            connection.close();
            throw new SQLException("The test that had this database is over, and the next test may have it.", "08003");
        }
        if (open.size() >= checkedAt) {
            open.removeIf(TestConnections::isClosed);
            checkedAt = open.size() + MANY;
        }
        open.add(connection);
        return connection;
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Ends connections in the middle of what they do. */
    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(TestConnections::end);
        open.clear();
    }

    private static void end(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            return; // it is broken, which is what was wanted
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {}

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Set the login timeout in the URL.");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This is no " + type.getName() + ".");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}

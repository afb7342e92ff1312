package io.fastmigrate.databases;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Cuts its connection, as a killed process does, once before each of some statements and once behind it, when the server
 * has carried it out and the client has not seen that.
 */
final class CutDataSource implements DataSource {

    private final String url;
    private final Set<String> before;
    private final Set<String> behind;
    private int cuts;
    private boolean cut;

    CutDataSource(String url, Set<String> statements) {
        this.url = url;
        this.before = new HashSet<>(statements);
        this.behind = new HashSet<>(statements);
    }

    /** Returns how often the connection was cut. */
    int cuts() {
        return cuts;
    }

    /** Tells whether it was cut since it was asked last. */
    boolean wasCut() {
        boolean was = cut;
        cut = false;
        return was;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = DriverManager.getConnection(url);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = call(real, method, arguments);
                    return method.getName().equals("createStatement") ? statement(real, (Statement) result) : result;
                });
    }

    private Statement statement(Connection connection, Statement real) {
        return (Statement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("addBatch") && before.remove((String) arguments[0])) {
                        throw cut(connection);
                    }
                    if (!method.getName().equals("execute") || arguments.length != 1) {
                        return call(real, method, arguments);
                    }
                    String sql = (String) arguments[0];
                    if (before.remove(sql)) {
                        throw cut(connection);
                    }
                    Object result = call(real, method, arguments);
                    if (behind.remove(sql)) {
                        throw cut(connection);
                    }
                    return result;
                });
    }

    private SQLException cut(Connection connection) throws SQLException {
        cuts++;
        cut = true;
        connection.abort(Runnable::run);
        return new SQLException("cut on purpose", "08006");
    }

    private static Object call(Object real, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

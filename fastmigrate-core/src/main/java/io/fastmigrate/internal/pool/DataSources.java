package io.fastmigrate.internal.pool;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Asks an application's data source for a connection. A pool may fail with any exception, not only those of JDBC. */
public final class DataSources {

    private DataSources() {}

    /**
     * Returns a connection.
     *
     * @throws SQLException the one that a pool wraps, which has the server's code, or one that tells of the pool's own
     */
    public static Connection connection(DataSource dataSource) throws SQLException {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (RuntimeException e) {
            throw asSqlException(e);
        }
        if (connection == null) {
            throw new SQLException("the DataSource returned null instead of a connection");
        }
        return connection;
    }

    private static SQLException asSqlException(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException known) {
                return known;
            }
        }
        return new SQLException("the DataSource failed with " + e, e);
    }
}

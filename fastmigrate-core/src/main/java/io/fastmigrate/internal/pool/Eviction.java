package io.fastmigrate.internal.pool;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Ends a connection that an application lent and that could not be made what it was. A pool hands out again whatever is
 * given back to it, and few ask whether a connection still works before they do. So the connection to the database is
 * ended, and the pool is told by its own means where these are known: HikariCP's, DBCP 2's and Tomcat's.
 */
public final class Eviction {

    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";
    private static final String DBCP = "org.apache.commons.dbcp2.BasicDataSource";
    private static final String TOMCAT = "org.apache.tomcat.jdbc.pool.PooledConnection";

    private Eviction() {}

    /**
     * Ends a connection, whatever state it is in; never throws.
     *
     * @param dataSource where it came from
     * @param connection as the data source gave it
     * @param driverType the driver's own class, for drivers whose {@code abort} does nothing; or {@code Connection}
     */
    public static void evict(DataSource dataSource, Connection connection, Class<? extends Connection> driverType) {
        succeeds(() -> abort(connection));
        succeeds(() -> closePhysical(connection, driverType));
        boolean known = succeeds(() -> tell(dataSource, HIKARI, "evictConnection", connection))
                || succeeds(() -> tell(dataSource, DBCP, "invalidateConnection", connection))
                || succeeds(() -> discardAtTomcats(connection));
        succeeds(() -> giveBack(connection, known));
    }

    @FunctionalInterface
    private interface Means {
        boolean work() throws SQLException, ReflectiveOperationException;
    }

    /** What a pool or a driver refuses or does not know is left to the next means. */
    private static boolean succeeds(Means means) {
        try {
            return means.work();
        } catch (SQLException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    private static boolean abort(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
        return true;
    }

    /** Some pools give themselves out as the driver's connection: closing that would give it back. */
    private static boolean closePhysical(Connection connection, Class<? extends Connection> driverType)
            throws SQLException {
        Connection physical = connection.unwrap(driverType);
        if (physical == connection || (driverType == Connection.class && isOfPool(physical, connection))) {
            return false;
        }
        physical.close();
        return true;
    }

    private static boolean isOfPool(Connection inner, Connection outer) {
        return inner.getClass().getPackageName().equals(outer.getClass().getPackageName());
    }

    private static boolean tell(DataSource dataSource, String type, String method, Connection connection)
            throws SQLException, ReflectiveOperationException {
        Class<?> pool = Class.forName(type, false, connection.getClass().getClassLoader());
        if (!dataSource.isWrapperFor(pool)) {
            return false;
        }
        pool.getMethod(method, Connection.class).invoke(dataSource.unwrap(pool), connection);
        return true;
    }

    /**
     * Tomcat's gives its own part of a connection to those who ask for it, though it says that it does not. Only its proxies are
     * asked: H2 writes a trace file for a question that it cannot answer.
     */
    private static boolean discardAtTomcats(Connection connection) throws SQLException, ReflectiveOperationException {
        if (!Proxy.isProxyClass(connection.getClass())) {
            return false;
        }
        Class<?> type = Class.forName(TOMCAT, false, connection.getClass().getClassLoader());
        type.getMethod("setDiscarded", boolean.class).invoke(connection.unwrap(type), true);
        return true;
    }

    private static boolean giveBack(Connection connection, boolean known) throws SQLException {
        connection.close();
        return known;
    }
}

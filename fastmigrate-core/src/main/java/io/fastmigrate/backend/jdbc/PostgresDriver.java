package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.jdbc.SessionState.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the driver of PostgreSQL tells of a connection beside JDBC; it is no dependency of ours.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">BackendKeyData, the process number told at
 *     login</a>
 */
final class PostgresDriver {

    private static final String CONNECTION = "org.postgresql.PGConnection";

    private PostgresDriver() {}

    /**
     * Tells whether something stands between us and the server that gives our transactions to processes of the server as it
     * likes. It cannot tell clients at login the number of their process, and makes one up.
     */
    static boolean isPooled(Connection connection) throws SQLException {
        Optional<Object> told = ask(connection, "getBackendPID");
        return told.isPresent()
                && !Rows.text(connection, "SELECT pg_backend_pid()").equals(told.map(Object::toString));
    }

    /** Prepares nothing on the server, where the next transaction may meet another process, which knows nothing of it. */
    static Undo prepareNothing(Connection connection) throws SQLException {
        Optional<Object> before = ask(connection, "getPrepareThreshold");
        prepareFrom(connection, 0);
        return later -> {
            if (before.orElse("") instanceof Integer threshold) {
                prepareFrom(later, threshold);
            }
        };
    }

    private static void prepareFrom(Connection connection, int threshold) throws SQLException {
        Class<?> type = type(connection);
        if (type != null) {
            try {
                type.getMethod("setPrepareThreshold", int.class).invoke(connection.unwrap(type), threshold);
            } catch (ReflectiveOperationException e) {
                return;
            }
        }
    }

    private static Optional<Object> ask(Connection connection, String method) throws SQLException {
        Class<?> type = type(connection);
        if (type == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(type.getMethod(method).invoke(connection.unwrap(type)));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Class<?> type(Connection connection) throws SQLException {
        try {
            Class<?> type = Class.forName(
                    CONNECTION, false, connection.getMetaData().getClass().getClassLoader());
            return connection.isWrapperFor(type) ? type : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}

package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.pool.SessionState.Undo;
import io.fastmigrate.internal.process.ThisProcess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the driver of PostgreSQL tells of a connection beside JDBC; it is no dependency of ours.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">BackendKeyData, the process number told at
 *     login</a>
 */
final class PostgresDriver {

    private static final String CONNECTION = "org.postgresql.PGConnection";

    private static final String INTERNAL_CONNECTION = "org.postgresql.core.BaseConnection";

    /** In bytes; longer ones are cut by the server, with a notice. */
    private static final int LONGEST_NAME = 60;

    private static final int COPY_BUFFER = 64 * 1024;

    /** "COPY table, line 3, column name: ..." */
    private static final Pattern ROW = Pattern.compile("(?m)^COPY .*?, [^\\d,:\"]*?(\\d+)(?:[,:]|$)");

    private PostgresDriver() {}

    /**
     * Tells whether something stands between us and the server that gives our transactions to processes of the server as it
     * likes. It cannot tell clients at login the number of their process, and makes one up.
     *
     * @param process what the server says is its process for this connection
     */
    static boolean isPooled(Connection connection, String process) throws SQLException {
        Optional<Object> told = ask(connection, "getBackendPID");
        return told.isPresent() && !process.equals(told.get().toString());
    }

    /** Tells whether the server said with its last answer that the connection is in no transaction. */
    static boolean saysIdle(Connection connection) throws SQLException {
        return ask(connection, INTERNAL_CONNECTION, "getTransactionState")
                .filter(state -> state.toString().equals("IDLE"))
                .isPresent();
    }

    /**
     * Tells whether the server follows another one, as it says itself at login and when that changes; empty where it does not.
     *
     * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-ASYNC">in_hot_standby</a>
     */
    static Optional<Boolean> saysReplica(Connection connection) throws SQLException {
        Class<?> type = type(connection);
        if (type == null) {
            return Optional.empty();
        }
        try {
            Object said = type.getMethod("getParameterStatus", String.class)
                    .invoke(connection.unwrap(type), "in_hot_standby");
            return said == null ? Optional.empty() : Optional.of(said.equals("on"));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
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

    /**
     * Returns the driver's parameters for a connection of our own.
     *
     * @param seen whether the server is PostgreSQL for certain: then it is told who connects when it is logged in to, rather than
     *     by a statement that waits for an answer
     */
    static Map<String, String> properties(JdbcAccess access, boolean seen) {
        long seconds = Math.max(2, Math.min(3600, access.connectTimeout().toSeconds()));
        String me = "fastmigrate " + ThisProcess.describe();
        String name = me.substring(0, Math.min(LONGEST_NAME, me.length()));
        String timeout = Long.toString(seconds);
        return seen
                ? Map.of("loginTimeout", timeout, "ApplicationName", name, "assumeMinServerVersion", "9.0")
                : Map.of("loginTimeout", timeout, "ApplicationName", name);
    }

    private static Optional<Object> ask(Connection connection, String method) throws SQLException {
        return ask(connection, CONNECTION, method);
    }

    private static Optional<Object> ask(Connection connection, String name, String method) throws SQLException {
        Class<?> type = type(connection, name);
        if (type == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(type.getMethod(method).invoke(connection.unwrap(type)));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Hands rows to a COPY ... FROM STDIN, in the transaction at hand.
     *
     * @see <a href="https://jdbc.postgresql.org/documentation/publicapi/org/postgresql/copy/CopyManager.html">CopyManager</a>
     */
    static void copyIn(Connection connection, String sql, InputStream rows) throws SQLException, IOException {
        Class<?> type = type(connection);
        if (type == null) {
            throw new SQLFeatureNotSupportedException(
                    "This driver cannot hand over the rows of COPY ... FROM STDIN; org.postgresql:postgresql can.");
        }
        try {
            Object manager = type.getMethod("getCopyAPI").invoke(connection.unwrap(type));
            manager.getClass()
                    .getMethod("copyIn", String.class, InputStream.class, int.class)
                    .invoke(manager, sql, rows, COPY_BUFFER);
        } catch (InvocationTargetException e) {
            rethrow(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SQLFeatureNotSupportedException("This version of the driver has no CopyManager.", e);
        }
    }

    private static void rethrow(@Nullable Throwable cause) throws SQLException, IOException {
        if (cause instanceof SQLException e) {
            throw e;
        }
        if (cause instanceof IOException e) {
            throw e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
    }

    /** Ends the statement that another thread waits for. */
    static void cancel(Connection connection) throws SQLException {
        ask(connection, "cancelQuery");
    }

    /** Returns which of the rows of a COPY an error is about, counted from 1, as the server's context says in any language. */
    static OptionalInt row(SQLException e) {
        try {
            Object message = e.getClass().getMethod("getServerErrorMessage").invoke(e);
            Object where = message == null
                    ? null
                    : message.getClass().getMethod("getWhere").invoke(message);
            Matcher row = ROW.matcher(String.valueOf(where));
            return row.find() ? OptionalInt.of(Integer.parseInt(row.group(1))) : OptionalInt.empty();
        } catch (ReflectiveOperationException | NumberFormatException other) {
            return OptionalInt.empty();
        }
    }

    private static @Nullable Class<?> type(Connection connection) throws SQLException {
        return type(connection, CONNECTION);
    }

    private static @Nullable Class<?> type(Connection connection, String name) throws SQLException {
        try {
            Class<?> type = Class.forName(
                    name, false, connection.getMetaData().getClass().getClassLoader());
            return connection.isWrapperFor(type) ? type : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}

package io.fastmigrate.internal.pool;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a Java migration gets: ours, but for what would end the transaction that holds its version. Its
 * statements and its metadata lead back to it. Who unwraps the driver's own connection gets past it: what became of the
 * transaction is to be asked of the database afterwards.
 */
public final class GuardedConnection implements InvocationHandler {

    /** Looks at a text of SQL before it reaches the database. */
    @FunctionalInterface
    public interface SqlCheck {

        /** Throws if the text must not run. */
        void check(String sql) throws SQLException;
    }

    /** What a migration does with the connection. */
    @FunctionalInterface
    public interface Use {

        /** Uses the connection, which is lent until this returns. */
        void with(Connection connection) throws Exception;
    }

    private static final Set<String> REFUSED = Set.of("commit", "rollback", "setAutoCommit", "abort");

    private final Connection connection;
    private final SqlCheck check;
    private final Set<AutoCloseable> open =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private GuardedConnection(Connection connection, SqlCheck check) {
        this.connection = connection;
        this.check = check;
    }

    public static Connection of(Connection connection) {
        return of(connection, sql -> {});
    }

    public static Connection of(Connection connection, SqlCheck check) {
        return proxy(Connection.class, new GuardedConnection(connection, check));
    }

    /** Lends a connection, and closes the statements and result sets that are still open when it comes back. */
    public static void lend(Connection connection, SqlCheck check, Use use) throws Exception {
        GuardedConnection guard = new GuardedConnection(connection, check);
        try {
            use.with(proxy(Connection.class, guard));
        } finally {
            guard.closeWhatIsOpen();
        }
    }

    private void closeWhatIsOpen() {
        for (AutoCloseable each : List.copyOf(open)) {
            try {
                each.close();
            } catch (Exception e) {
                // What cannot be closed makes itself felt when the transaction ends.
            }
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("close")) {
            return null;
        }
        if (name.equals("getAutoCommit")) {
            return false;
        }
        boolean toSavepoint = name.equals("rollback") && arguments != null && arguments.length == 1;
        if (REFUSED.contains(name) && !toSavepoint) {
            throw refused("call " + name + "()");
        }
        return call(proxy, (Connection) proxy, connection, method, arguments);
    }

    /** Returns the error of a migration that wants to do something to its transaction. */
    public static SQLException refused(String act) {
        return new SQLException("A migration does not " + act
                + ": its transaction also contains its version, and the engine commits both together.");
    }

    /**
     * Calls what a proxy stands for.
     *
     * @param guard what it shows as its connection
     */
    private @Nullable Object call(
            Object proxy, Connection guard, Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        Object first = arguments == null ? null : arguments[0];
        if (name.equals("equals") && arguments != null) {
            return proxy == first;
        }
        if (name.equals("hashCode")) {
            return System.identityHashCode(proxy);
        }
        if (name.equals("getConnection")) {
            return guard;
        }
        if (name.equals("unwrap") && first instanceof Class<?> type && type.isInstance(proxy)) {
            return proxy;
        }
        if (takesSql(name) && first instanceof String sql) {
            check.check(sql);
        }
        if (name.equals("close") && target instanceof Statement statement) {
            open.remove(statement);
        }
        try {
            return guarded(guard, target, method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static boolean takesSql(String method) {
        return method.startsWith("execute") || method.startsWith("prepare") || method.equals("addBatch");
    }

    /** What a migration may reach its connection from leads to the guarded one. */
    private @Nullable Object guarded(Connection guard, Object target, @Nullable Object result) throws SQLException {
        if (result instanceof ResultSet rows && target instanceof DatabaseMetaData) {
            forgetWhatIsClosed();
            open.add(rows);
        }
        Class<?> type = result instanceof CallableStatement
                ? CallableStatement.class
                : result instanceof PreparedStatement
                        ? PreparedStatement.class
                        : result instanceof Statement
                                ? Statement.class
                                : result instanceof DatabaseMetaData ? DatabaseMetaData.class : null;
        if (type == null) {
            return result;
        }
        Object made = Objects.requireNonNull(result);
        if (made instanceof Statement statement) {
            open.add(statement);
        }
        return proxy(type, (proxy, method, arguments) -> call(proxy, guard, made, method, arguments));
    }

    /** A result set of the metadata is the driver's own object: no call tells of its end. */
    private void forgetWhatIsClosed() throws SQLException {
        for (AutoCloseable each : List.copyOf(open)) {
            if (each instanceof ResultSet rows && rows.isClosed()) {
                open.remove(rows);
            }
        }
    }
}

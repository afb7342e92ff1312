package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.StepFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection, the dialect it speaks, and where our tables are. Used by one thread; another one only watches whether
 * that thread was interrupted, and then cancels its statement.
 */
final class Db implements AutoCloseable {

    private static final long LOOK_EVERY_NANOS = 50_000_000L;

    private final Connection connection;
    private final Dialect dialect;
    private final String schema;
    private final ConnectionMemory ours;
    private final ConnectionMemory owners;
    private final boolean autoCommit;
    private StarterLock lock = StarterLock.NONE;
    private volatile @Nullable Statement running;
    private volatile boolean closed;
    private @Nullable Thread watch;

    private Db(Connection connection, Dialect dialect, @Nullable String schema) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
        this.owners = dialect.remember(connection);
        dialect.prepare(connection);
        if (schema != null && !schema.equals(dialect.schema(connection))) {
            dialect.enter(connection, schema);
        }
        this.schema = dialect.place(connection, schema);
        this.ours = dialect.remember(connection);
    }

    /** Takes a connection over; closes it if it is of no use. */
    static Db of(Connection connection, Dialect dialect, @Nullable String schema) throws SQLException {
        try {
            return new Db(connection, dialect, schema);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Lets no transaction begin from now on but under this lock. */
    void guard(StarterLock guard) {
        lock = guard;
    }

    Connection jdbc() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    String schema() {
        return schema;
    }

    String table(String name) {
        return dialect.table(schema, name);
    }

    boolean exists(String table) throws SQLException {
        return dialect.exists(connection, schema, table);
    }

    /**
     * Begins a transaction.
     *
     * @param modes what the script's own BEGIN asks for; may be empty
     */
    void begin(String modes, long lockMillis) throws SQLException {
        connection.setAutoCommit(false);
        if (!modes.isEmpty()) {
            Rows.run(connection, "SET TRANSACTION " + modes);
        }
        for (String sql : dialect.atBegin(lockMillis)) {
            Rows.run(connection, sql);
        }
        lock.pass(this);
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
        lock.pass(this);
    }

    boolean isInTransaction() throws SQLException {
        return !connection.getAutoCommit();
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Ends whatever transaction there is; there may be none, and the connection may be broken. */
    void rollBackQuietly() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // A connection that cannot roll back is closed soon, and its transaction ends with it.
            return;
        }
    }

    /** Runs a statement of a script to its very end; stops soon after this thread is interrupted. */
    void execute(String sql) throws SQLException {
        startWatch();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            running = statement;
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw StepFailedException.interrupted();
            }
            throw e;
        } finally {
            running = null;
        }
    }

    private void startWatch() {
        if (watch != null) {
            return;
        }
        Thread worker = Thread.currentThread();
        watch = new Thread(() -> watch(worker), "fastmigrate-interrupt-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void watch(Thread worker) {
        while (!closed) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            Statement statement = running;
            if (statement != null && worker.isInterrupted()) {
                cancel(statement);
            }
        }
    }

    /** What cannot be cancelled has ended by itself meanwhile, or is tried again. */
    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            return;
        }
    }

    /** Makes the connection what it was before scripts ran on it. */
    void forget() throws SQLException {
        rollBackQuietly();
        ours.restore(connection);
    }

    /** Gives the connection back as it came. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        try (Connection last = connection) {
            if (!last.isClosed()) {
                rollBackQuietly();
                owners.restore(last);
                last.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            // Closing is the last thing that is done with it.
            return;
        }
    }
}

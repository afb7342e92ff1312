package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.lint.internal.prove.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A statement that runs in no transaction. Another session has written the tables, so that it waits, and its locks are read in the
 * meantime; under a timeout that is short, the other session stays until that is over.
 */
final class WaitingStatement {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = 5_000_000;

    private static final long SHORT_MILLIS = 3_000;

    private static final String TIMEOUTS = "SELECT coalesce(min(setting::bigint), 0) FROM pg_settings WHERE name IN"
            + " ('lock_timeout', 'statement_timeout') AND setting <> '0'";

    private final Connection connection;
    private final SchemaInspection inside;
    private final LiveTables tables;
    private final CountDownLatch locked = new CountDownLatch(1);
    private volatile boolean over;

    WaitingStatement(Connection connection, SchemaInspection inside, LiveTables tables) {
        this.connection = connection;
        this.inside = inside;
        this.tables = tables;
    }

    /** Runs it; returns the locks that it had and wanted while it waited. */
    List<TableUse> run(String sql) throws SQLException {
        String process = Query.texts(connection, "SELECT pg_backend_pid()").get(0);
        long timeout = Long.parseLong(Query.texts(connection, TIMEOUTS).get(0));
        boolean outlasted = timeout > 0 && timeout <= SHORT_MILLIS;
        CompletableFuture<List<TableUse>> other =
                CompletableFuture.supplyAsync(() -> inside.read(writer -> beside(writer, process, outlasted)));
        SQLException refused = null;
        try {
            awaitLocks(other);
            Query.execute(connection, sql);
        } catch (SQLException e) {
            refused = e;
        } finally {
            over = true;
        }
        List<TableUse> uses = result(other);
        if (refused != null) {
            throw refused;
        }
        return uses;
    }

    private void awaitLocks(CompletableFuture<?> other) {
        while (locked.getCount() > 0 && !other.isDone()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static List<TableUse> result(CompletableFuture<List<TableUse>> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<TableUse> beside(Connection writer, String process, boolean outlasted) throws SQLException {
        writer.setAutoCommit(false);
        try {
            for (String table : tables.lockable()) {
                Query.execute(writer, "LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE");
            }
            Query.execute(writer, "SELECT pg_current_xact_id()");
            locked.countDown();
            List<TableUse> seen = List.of();
            Instant end = Instant.now().plus(LONGEST);
            while (!over && Instant.now().isBefore(end) && (outlasted || seen.isEmpty())) {
                List<TableUse> now = tables.ofWaiting(writer, process);
                seen = now.isEmpty() ? seen : now;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return seen;
        } finally {
            writer.rollback();
            writer.setAutoCommit(true);
        }
    }
}

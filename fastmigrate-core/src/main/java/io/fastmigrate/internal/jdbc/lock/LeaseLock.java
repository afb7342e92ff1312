package io.fastmigrate.internal.jdbc.lock;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.process.ThisProcess;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is a row: whoever has it renews it all the time, and whoever sees it unchanged for longer than the lease
 * takes it over. No clocks are compared: each waits by its own. Each holder has a higher token than the one before, which
 * the {@link FencingToken} keeps too: that row is the scripts' transactions', this one the lease's alone.
 */
public final class LeaseLock implements MigrationLock {

    public static final String TABLE = "_fastmigrate_lock";

    /** Much longer than a pause of the JVM; a process that was killed is waited for so long. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final int BEATS_IN_LEASE = 5;
    private static final long POLL_MILLIS = 200;
    private static final long LONGEST_FENCE_MILLIS = 2_000;
    private static final int LONGEST_HOLDER = 250;
    private static final String FREE = "-";

    /** What the row holds; a free one has no holder. */
    private record Row(long token, long beat, String holder) {}

    private final Db db;
    private final JdbcErrors errors;
    private final Duration lease;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long token;
    private volatile long renewed;
    private volatile boolean lost;
    private @Nullable Thread heart;

    private LeaseLock(Db db, JdbcErrors errors, Duration lease) {
        this.db = db;
        this.errors = errors;
        this.lease = lease;
    }

    /**
     * Waits for the lock.
     *
     * @param db a connection of the lock's own, which is closed with it
     * @throws io.fastmigrate.error.LockTimeoutException if it was not had in time
     */
    static MigrationLock acquire(Db db, String name, JdbcErrors errors, Waiting waiting, Duration lease)
            throws SQLException {
        LeaseLock lock = new LeaseLock(db, errors, lease);
        boolean acquired = false;
        try {
            db.dialect().waitBriefly(db.jdbc());
            Deadline deadline = new Deadline(waiting);
            lock.await(name, deadline);
            acquired = true;
            return lock;
        } finally {
            if (!acquired) {
                lock.close();
            }
        }
    }

    @FunctionalInterface
    private interface Question {
        boolean ask() throws SQLException;
    }

    @FunctionalInterface
    private interface Order {
        void run() throws SQLException;
    }

    /**
     * Several may try at once; that the table and its row are there is all that counts. Each may lose the race against another
     * one that does not get to its end either, so who lost tries again.
     */
    private void make(Question isThere, Order make, Deadline deadline) throws SQLException {
        while (!settled(isThere)) {
            try {
                make.run();
                return;
            } catch (SQLException e) {
                if (!passes(e)) {
                    awaitRow(isThere, e);
                    return;
                }
                if (deadline.isOver()) {
                    throw e;
                }
                deadline.tell(Waiting.ANOTHER_PROCESS);
            }
            JdbcSource.pause(POLL_MILLIS, TABLE);
        }
    }

    private void makeTable() throws SQLException {
        if (!db.exists(TABLE)) {
            Rows.run(
                    db.jdbc(),
                    "CREATE TABLE " + db.table(TABLE) + " (id INTEGER NOT NULL PRIMARY KEY, token BIGINT NOT NULL,"
                            + " beat BIGINT NOT NULL, holder VARCHAR(255) NOT NULL)"
                            + db.dialect().takesEveryText());
        }
        Rows.run(db.jdbc(), "INSERT INTO " + db.table(TABLE) + " (id, token, beat, holder) VALUES (1, 0, 0, '-')");
    }

    /** The others may have made the table and not yet its row, or may have been killed between the two. */
    private void awaitRow(Question isThere, SQLException failure) throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!settled(isThere)) {
            if (System.nanoTime() > end) {
                throw failure;
            }
            JdbcSource.pause(POLL_MILLIS, TABLE);
        }
    }

    /** What somebody else is just making may be in the catalogue and yet not to be read. */
    private boolean settled(Question isThere) throws SQLException {
        try {
            return isThere.ask();
        } catch (SQLException e) {
            if (errors.category(e) == ErrorCategory.OTHER || passes(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Tells whether the same again may succeed: others were in the way, or the server takes no work for the moment. */
    private boolean passes(SQLException e) {
        return switch (errors.category(e)) {
            case LOST_RACE, BUSY, NOT_YET -> true;
            default -> false;
        };
    }

    private boolean isThere() throws SQLException {
        return db.exists(TABLE) && !rows().isEmpty();
    }

    private List<List<String>> rows() throws SQLException {
        return Rows.all(db.jdbc(), 3, "SELECT token, beat, holder FROM " + db.table(TABLE) + " WHERE id = 1");
    }

    private Row row() throws SQLException {
        List<List<String>> rows = rows();
        if (rows.isEmpty()) {
            throw new SQLException("The table " + TABLE + " has lost its row.");
        }
        List<String> row = rows.get(0);
        return new Row(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)), row.get(2));
    }

    private void await(String name, Deadline deadline) throws SQLException {
        Row seen = null;
        long since = System.nanoTime();
        while (true) {
            String holder = null;
            makeRows(deadline);
            try {
                Row now = row();
                if (!now.equals(seen)) {
                    seen = now;
                    since = System.nanoTime();
                }
                boolean free = now.holder().equals(FREE) || isOurs(now);
                boolean over = System.nanoTime() - since > lease.toNanos();
                holder = free ? null : now.holder();
                if ((free || over) && take(now) && raiseFence(deadline, name, holder)) {
                    return;
                }
            } catch (SQLException e) {
                if (!passes(e) || deadline.isOver()) {
                    throw e;
                }
            }
            deadline.check(name, holder);
            JdbcSource.pause(POLL_MILLIS, name);
        }
    }

    /** They are made again where someone deletes them while this waits. */
    private void makeRows(Deadline deadline) throws SQLException {
        make(this::isThere, this::makeTable, deadline);
        make(() -> FencingToken.isThere(db), () -> FencingToken.make(db), deadline);
    }

    /** Tells whether this took the row before, and then met a higher token in the fence. */
    private boolean isOurs(Row row) {
        return heart != null && !lost && row.token() == token;
    }

    private synchronized boolean take(Row before) throws SQLException {
        String me = ThisProcess.describe();
        long next = FencingToken.after(db, before.token());
        int changed = Rows.update(
                db.jdbc(),
                "UPDATE " + db.table(TABLE) + " SET token = ?, beat = 0, holder = ?"
                        + " WHERE id = 1 AND token = ? AND beat = ? AND holder = ?",
                next,
                me.substring(0, Math.min(LONGEST_HOLDER, me.length())),
                before.token(),
                before.beat(),
                before.holder());
        if (changed == 0) {
            return false;
        }
        token = next;
        renewed = System.nanoTime();
        lost = false;
        if (heart == null) {
            heart = new Thread(this::beat, "fastmigrate-lease");
            heart.setDaemon(true);
            heart.start();
        }
        return true;
    }

    /** The holder before may still be in a transaction, which is waited for while this lease is renewed. */
    private boolean raiseFence(Deadline deadline, String name, @Nullable String before) throws SQLException {
        while (true) {
            try {
                return tryToRaise();
            } catch (SQLException e) {
                if (!passes(e)) {
                    throw e;
                }
            }
            deadline.check(name, before);
            JdbcSource.pause(POLL_MILLIS, name);
        }
    }

    /** The beats and this share a connection. */
    private synchronized boolean tryToRaise() throws SQLException {
        db.begin(List.of(), LONGEST_FENCE_MILLIS);
        try {
            boolean raised = FencingToken.raise(db, token);
            db.commit();
            return raised;
        } finally {
            db.rollBackQuietly();
        }
    }

    @Override
    public void pass(Db other) throws SQLException {
        FencingToken.pass(other, token);
    }

    private void beat() {
        long pause = lease.toMillis() / BEATS_IN_LEASE;
        try {
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void renew() {
        try {
            long now = System.nanoTime();
            int changed = Rows.update(
                    db.jdbc(), "UPDATE " + db.table(TABLE) + " SET beat = beat + 1 WHERE id = 1 AND token = ?", token);
            if (changed == 0) {
                lost = true;
            } else {
                renewed = now;
            }
        } catch (SQLException e) {
            // It is tried again; check() sees when that has gone on for too long.
            return;
        }
    }

    @Override
    public void check() {
        boolean over = System.nanoTime() - renewed > lease.toNanos() * (BEATS_IN_LEASE - 1) / BEATS_IN_LEASE;
        if (lost || over) {
            throw FencingToken.lost();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (heart == null) {
            db.close();
            return;
        }
        join(heart);
        try {
            Rows.update(
                    db.jdbc(),
                    "UPDATE " + db.table(TABLE) + " SET holder = '-', beat = beat + 1 WHERE id = 1 AND token = ?",
                    token);
        } catch (SQLException e) {
            // Others see that it is not renewed any more.
            lost = true;
        } finally {
            db.close();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

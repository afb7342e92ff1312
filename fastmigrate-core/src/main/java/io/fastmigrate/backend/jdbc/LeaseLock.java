package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.Deadline;
import io.fastmigrate.backend.StepFailedException;
import io.fastmigrate.backend.ThisProcess;
import io.fastmigrate.backend.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is a row: whoever has it renews it all the time, and whoever sees it unchanged for longer than the lease
 * takes it over. No clocks are compared: each waits by its own. Each holder has a higher token than the one before.
 */
final class LeaseLock implements StarterLock {

    static final String TABLE = "_fastmigrate_lock";

    /** Much longer than a pause of the JVM; a starter that was killed is waited for so long. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final int BEATS_IN_LEASE = 5;
    private static final long POLL_MILLIS = 200;
    private static final int LONGEST_HOLDER = 250;

    /** What the row holds; a free one has no holder. */
    private record Row(long token, long beat, String holder) {}

    private final Db db;
    private final JdbcErrors errors;
    private final Duration lease;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long token;
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
     * @throws io.fastmigrate.model.LockTimeoutException if it was not had in time
     */
    static StarterLock acquire(Db db, String name, JdbcErrors errors, Waiting waiting, Duration lease)
            throws SQLException {
        LeaseLock lock = new LeaseLock(db, errors, lease);
        boolean acquired = false;
        try {
            lock.makeTable();
            lock.await(name, waiting);
            acquired = true;
            return lock;
        } finally {
            if (!acquired) {
                db.close();
            }
        }
    }

    /** Several may try at once; that the table and its row are there is all that counts. */
    private void makeTable() throws SQLException {
        if (isThere()) {
            return;
        }
        try {
            if (!db.exists(TABLE)) {
                Rows.run(
                        db.jdbc(),
                        "CREATE TABLE " + db.table(TABLE) + " (id INTEGER NOT NULL PRIMARY KEY, token BIGINT NOT NULL,"
                                + " beat BIGINT NOT NULL, holder VARCHAR(255) NOT NULL)");
            }
            Rows.run(db.jdbc(), "INSERT INTO " + db.table(TABLE) + " (id, token, beat, holder) VALUES (1, 0, 0, '-')");
        } catch (SQLException e) {
            awaitRow(e);
        }
    }

    private void awaitRow(SQLException failure) throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!isThere()) {
            if (System.nanoTime() > end) {
                throw failure;
            }
            JdbcSource.pause(POLL_MILLIS, TABLE);
        }
    }

    /** What somebody else is just making may be in the catalogue and yet not to be read. */
    private boolean isThere() throws SQLException {
        try {
            return db.exists(TABLE) && !rows().isEmpty();
        } catch (SQLException e) {
            if (errors.trouble(e) == Trouble.OTHER) {
                return false;
            }
            throw e;
        }
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

    private void await(String name, Waiting waiting) throws SQLException {
        Deadline deadline = new Deadline(waiting);
        Row seen = row();
        long since = System.nanoTime();
        while (true) {
            Row now = row();
            if (!now.equals(seen)) {
                seen = now;
                since = System.nanoTime();
            }
            boolean free = now.holder().equals("-");
            boolean over = System.nanoTime() - since > lease.toNanos();
            if ((free || over) && take(now)) {
                return;
            }
            deadline.check(name, free ? null : now.holder());
            JdbcSource.pause(POLL_MILLIS, name);
        }
    }

    private boolean take(Row before) throws SQLException {
        String me = ThisProcess.describe();
        try {
            int changed = Rows.update(
                    db.jdbc(),
                    "UPDATE " + db.table(TABLE) + " SET token = ?, beat = 0, holder = ?"
                            + " WHERE id = 1 AND token = ? AND beat = ? AND holder = ?",
                    before.token() + 1,
                    me.substring(0, Math.min(LONGEST_HOLDER, me.length())),
                    before.token(),
                    before.beat(),
                    before.holder());
            if (changed == 0) {
                return false;
            }
        } catch (SQLException e) {
            Trouble trouble = errors.trouble(e);
            if (trouble != Trouble.LOST_RACE && trouble != Trouble.BUSY) {
                throw e;
            }
            return false;
        }
        token = before.token() + 1;
        renewed = System.nanoTime();
        heart = new Thread(this::beat, "fastmigrate-lease");
        heart.setDaemon(true);
        heart.start();
        return true;
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

    private void renew() {
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
            throw StepFailedException.at(
                    null,
                    "the migration lock could not be renewed in time, and another starter may have it by now.",
                    "See that the network and this machine are not overloaded, and migrate again: nothing needs to be"
                            + " cleaned up.",
                    null);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (heart != null) {
            join(heart);
        }
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

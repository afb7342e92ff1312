package io.fastmigrate.internal.jdbc.lock;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;
import java.util.Optional;

/** A lock of the server's for as long as our connection lasts: the work and the lock end together. */
final class SessionLock implements MigrationLock {

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private final Db db;
    private final ServerLock lock;

    private SessionLock(Db db, ServerLock lock) {
        this.db = db;
        this.lock = lock;
    }

    /**
     * Waits for the lock, in no transaction.
     *
     * @return empty where the server's locks are of no use to this connection, as with a pooler that changes the server's
     *     end of it between transactions
     * @throws io.fastmigrate.error.LockTimeoutException if it was not had in time
     */
    static Optional<MigrationLock> acquire(Db db, String name, Waiting waiting) throws SQLException {
        ServerLock lock = db.dialect().serverLock(db.schema());
        Deadline deadline = new Deadline(waiting);
        long pause = FIRST_PAUSE_MILLIS;
        while (!lock.take(db.jdbc())) {
            deadline.check(name, lock.holder(db.jdbc()).orElse(null));
            JdbcSource.pause(pause, name);
            pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_MILLIS);
        }
        return lock.isHeld(db.jdbc()) ? Optional.of(new SessionLock(db, lock)) : Optional.empty();
    }

    @Override
    public boolean endsWithConnection() {
        return true;
    }

    /** As long as the connection lasts, the lock is ours. */
    @Override
    public boolean letsAllPass() {
        return true;
    }

    /** If the connection is broken, the next statement says so. */
    @Override
    public void check() {}

    @Override
    public void close() {
        try {
            lock.release(db.jdbc());
        } catch (SQLException e) {
            // It ends with the connection.
            return;
        }
    }
}

package io.fastmigrate.internal.jdbc.lock;

import io.fastmigrate.internal.file.JvmLock;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.process.ThisProcess;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;

/** A lock within this process, for a database whose engine runs in it: who else migrates it does so from here too. */
final class ProcessLock implements MigrationLock {

    private static final long POLL_MILLIS = 50;

    private final JvmLock lock;

    private ProcessLock(JvmLock lock) {
        this.lock = lock;
    }

    /**
     * Waits for the lock.
     *
     * @param database what the engine calls it
     * @param name what messages call it
     * @throws io.fastmigrate.error.LockTimeoutException if it was not had in time
     */
    static MigrationLock acquire(String database, String name, Waiting waiting) {
        JvmLock lock = JvmLock.named(database);
        Deadline deadline = new Deadline(waiting);
        while (!lock.tryTake()) {
            deadline.check(name, ThisProcess.describe());
            JdbcSource.pause(POLL_MILLIS, name);
        }
        return new ProcessLock(lock);
    }

    @Override
    public void check() {}

    @Override
    public void close() {
        lock.close();
    }
}

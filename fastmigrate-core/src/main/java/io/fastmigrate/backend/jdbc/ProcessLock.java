package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.Deadline;
import io.fastmigrate.backend.ThisProcess;
import io.fastmigrate.backend.Waiting;
import io.fastmigrate.backend.sqlite.JvmLock;

/** A lock within this process, for a database whose engine runs in it: who else migrates it does so from here too. */
final class ProcessLock implements StarterLock {

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
     * @throws io.fastmigrate.model.LockTimeoutException if it was not had in time
     */
    static StarterLock acquire(String database, String name, Waiting waiting) {
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

package io.fastmigrate.internal.file;

import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the backup that a run has made from being removed by others while it runs: by a lock, which ends with the process at
 * the latest. A database has one run at a time, and so one such lock.
 */
public final class BackupHold implements AutoCloseable {

    /** Those of this process. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private @Nullable MigrationFileLock lock;
    private @Nullable Path held;

    /**
     * Holds a backup; to be called before anyone else may remove it.
     *
     * @param database whose backup it is
     */
    public void take(Path database, Path backup) throws InterruptedException {
        close();
        lock = MigrationFileLock.acquire(lockFile(database), database, Waiting.NOT_AT_ALL);
        held = backup;
        HELD.add(backup);
    }

    /** Tells whether a run in progress holds a backup of a database; other than the one that was just made. */
    static boolean isForeign(Path database, Path made) {
        Path file = lockFile(database);
        if (HELD.contains(made) || !MigrationFileLock.isThere(file)) {
            return false;
        }
        AtomicBoolean free = new AtomicBoolean();
        MigrationFileLock.sweep(file, () -> free.set(true));
        return !free.get();
    }

    /** Removes the lock file of a run that was killed. */
    public static void sweep(Path database) {
        MigrationFileLock.sweep(lockFile(database), () -> {});
    }

    private static Path lockFile(Path database) {
        return Path.of(database + ".backup.held");
    }

    @Override
    public void close() {
        if (held != null) {
            HELD.remove(held);
            held = null;
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}

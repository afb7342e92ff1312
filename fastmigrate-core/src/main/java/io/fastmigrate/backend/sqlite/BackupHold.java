package io.fastmigrate.backend.sqlite;

import io.fastmigrate.backend.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the backups that a run has made from being removed by others while it runs: by a lock for each, which ends with the
 * process at the latest.
 */
public final class BackupHold implements AutoCloseable {

    private static final Waiting NOT_AT_ALL = new Waiting(Duration.ZERO, (waited, holder) -> {});

    private final List<MigrationLock> locks = new ArrayList<>();

    /** Holds a backup; to be called before anyone else may remove it. */
    public void take(Path backup) throws InterruptedException {
        locks.add(MigrationLock.acquire(backup, NOT_AT_ALL));
    }

    @Override
    public void close() {
        locks.forEach(MigrationLock::close);
        locks.clear();
    }
}

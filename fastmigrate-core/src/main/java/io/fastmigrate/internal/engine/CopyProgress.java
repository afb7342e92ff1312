package io.fastmigrate.internal.engine;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.settings.Listeners;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Passes on how far a backup is, at once and then at most ten times a second. Used once. */
final class CopyProgress implements CopyListener {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier clock;
    private final Consumer<MigrationListener.BackupProgress> told;
    private final long began;
    private long next;

    /**
     * Makes one; the backup begins now.
     *
     * @param clock in nanoseconds
     */
    CopyProgress(LongSupplier clock, Consumer<MigrationListener.BackupProgress> told) {
        this.clock = clock;
        this.told = told;
        this.began = clock.getAsLong();
        this.next = began;
    }

    static CopyProgress to(Listeners listeners) {
        return new CopyProgress(
                System::nanoTime, progress -> listeners.tell(listener -> listener.onBackupProgress(progress)));
    }

    @Override
    public void copied(long copied, long total) {
        long now = clock.getAsLong();
        if (now - next >= 0) {
            next = now + EVERY_NANOS;
            told.accept(Bridge.values().backupProgress(copied, total, Duration.ofNanos(now - began)));
        }
    }
}

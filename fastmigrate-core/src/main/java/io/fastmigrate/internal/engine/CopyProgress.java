package io.fastmigrate.internal.engine;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Warning;
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
    private final Consumer<Warning> warned;
    private final long began;
    private long next;

    /**
     * Makes one; the backup begins now.
     *
     * @param clock in nanoseconds
     */
    CopyProgress(LongSupplier clock, Consumer<MigrationListener.BackupProgress> told, Consumer<Warning> warned) {
        this.clock = clock;
        this.told = told;
        this.warned = warned;
        this.began = clock.getAsLong();
        this.next = began;
    }

    /**
     * Makes one that tells listeners.
     *
     * @param warned gets what they are warned of, too
     */
    static CopyProgress to(Listeners listeners, Consumer<Warning> warned) {
        return new CopyProgress(
                System::nanoTime,
                progress -> listeners.tell(listener -> listener.onBackupProgress(progress)),
                warned.andThen(warning -> listeners.tell(listener -> listener.onWarning(warning))));
    }

    @Override
    public void warn(Warning warning) {
        warned.accept(warning);
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

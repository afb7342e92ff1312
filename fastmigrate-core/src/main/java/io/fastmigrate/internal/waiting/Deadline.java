package io.fastmigrate.internal.waiting;

import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One wait with an end: tells the listener about once a second and gives up when the time is over. */
public final class Deadline {

    private static final long TOLD_EVERY_NANOS = 1_000_000_000L;

    private final Waiting waiting;
    private final long began = System.nanoTime();
    private long told = began;

    public Deadline(Waiting waiting) {
        this.waiting = waiting;
    }

    public Duration waited() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    public boolean isOver() {
        return waited().compareTo(waiting.timeout()) >= 0;
    }

    /**
     * Tells the listener if it is time to.
     *
     * @param holder who is waited for; null for the database itself
     */
    public void tell(@Nullable String holder) {
        long now = System.nanoTime();
        if (now - told >= TOLD_EVERY_NANOS) {
            told = now;
            waiting.listener().waiting(waited(), Optional.ofNullable(holder));
        }
    }

    /**
     * Goes on waiting for the migration lock.
     *
     * @throws LockTimeoutException if the time is over
     */
    public void check(String database, @Nullable String holder) {
        String who = holder == null ? Waiting.ANOTHER_PROCESS : holder;
        tell(who);
        if (isOver()) {
            throw Bridge.errors()
                    .lockTimeout(
                            "The migration lock of " + database + " is held by " + who + " (waited "
                                    + waited().toMillis() / 1000.0 + " s).",
                            waited(),
                            holder,
                            null);
        }
    }
}

package io.fastmigrate.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another process held the migration lock, or had locked the database, for longer than the lock timeout. */
public final class LockTimeoutException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final Duration waited;
    private final @Nullable String holder;

    LockTimeoutException(String message, Duration waited, @Nullable String holder, @Nullable Throwable cause) {
        this(
                message,
                "Wait until the other process has finished and start again, end it if it hangs, or increase"
                        + " lock-timeout.",
                waited,
                holder,
                cause);
    }

    LockTimeoutException(
            String message, String advice, Duration waited, @Nullable String holder, @Nullable Throwable cause) {
        super(message, advice, cause);
        this.waited = waited;
        this.holder = holder;
    }

    /** Returns how long this process waited. */
    public Duration waited() {
        return waited;
    }

    /** Returns the holder of the lock, if known. */
    public Optional<String> holder() {
        return Optional.ofNullable(holder);
    }
}

package io.fastmigrate.internal.port;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for others, and whom to tell.
 *
 * @param timeout for the lock, and for each wait for the database
 */
public record Waiting(Duration timeout, Listener listener) {

    /** A minute, of which nobody is told. */
    public static final Waiting USUAL = new Waiting(Duration.ofSeconds(60), (waited, holder) -> {});

    /** Is told about once a second while a starter waits. */
    @FunctionalInterface
    public interface Listener {
        void waiting(Duration waited, Optional<String> holder);
    }
}

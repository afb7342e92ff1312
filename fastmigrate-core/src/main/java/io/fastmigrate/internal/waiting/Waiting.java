package io.fastmigrate.internal.waiting;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for others, and whom to tell.
 *
 * @param timeout for the lock, and for each wait for the database
 */
public record Waiting(Duration timeout, Listener listener) {

    private static final Listener NO_ONE = (waited, holder) -> {};

    /** A minute, of which no one is told. */
    public static final Waiting USUAL = new Waiting(Duration.ofSeconds(60), NO_ONE);

    /** For a lock that must be free at once. */
    public static final Waiting NOT_AT_ALL = new Waiting(Duration.ZERO, NO_ONE);

    /** Who holds a lock, where no more is known. */
    public static final String ANOTHER_PROCESS = "another process";

    /** Is told about once a second while a process waits. */
    @FunctionalInterface
    public interface Listener {

        /** Tells of a wait for whoever holds the lock; for an empty holder, of a wait for the database itself. */
        void waiting(Duration waited, Optional<String> holder);
    }
}

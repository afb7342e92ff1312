package io.fastmigrate.backend.sqlite;

import java.time.Duration;

/** Durations for a driver that counts milliseconds in an int. */
final class Milliseconds {

    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private Milliseconds() {}

    /** Returns a duration in milliseconds; the longest that there can be, 24 days, for any longer one. */
    static int ofInt(Duration duration) {
        return (int) (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toMillis();
    }
}

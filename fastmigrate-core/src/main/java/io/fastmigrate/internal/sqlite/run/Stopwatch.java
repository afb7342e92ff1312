package io.fastmigrate.internal.sqlite.run;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Measures one script from its making on, in whole milliseconds. */
public final class Stopwatch {

    private final long began = System.nanoTime();

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.MILLIS);
    }
}

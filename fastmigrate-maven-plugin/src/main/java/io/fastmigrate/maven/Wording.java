package io.fastmigrate.maven;

import io.fastmigrate.Plan;
import io.fastmigrate.Status;
import java.time.Duration;
import java.util.Locale;

/** Values in words. */
final class Wording {

    private Wording() {}

    static String execution(Plan.Execution execution) {
        return switch (execution) {
            case ATOMIC -> "atomic";
            case OWN_TRANSACTION -> "own transaction";
            case NON_TRANSACTIONAL -> "non-transactional";
            case RESUMABLE -> "step by step";
            case PROCESS -> "process";
        };
    }

    static String state(Status status) {
        return switch (status.state()) {
            case MISSING -> "there is no database";
            case UNMANAGED -> "unversioned (no _meta table)";
            case UP_TO_DATE -> "up to date";
            case PENDING -> scripts(status.pending().size()) + " pending";
            case AHEAD -> status.aboveTarget().isEmpty() ? "ahead of the scripts" : "above the target";
        };
    }

    static boolean isManaged(Status status) {
        return status.state() != Status.State.MISSING && status.state() != Status.State.UNMANAGED;
    }

    static String scripts(int number) {
        return number == 1 ? "1 script" : number + " scripts";
    }

    /** Writes {@code 12 ms}, {@code 3.4 s} or {@code 2 min 05 s}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        }
        return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
}

package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import org.jspecify.annotations.Nullable;

/**
 * Where a database stands, as far as this process knows.
 *
 * @param status null only when the state is {@link State#ERROR}
 * @param running the run that is on, else null
 * @param lastRun how the last run of this process ended; null before that
 * @param error why the last run failed, or why the database cannot be read; else null
 * @param reached what this process brought the database to or found it at; null before that
 */
public record Standing(
        State state,
        @Nullable Status status,
        RunState.@Nullable Running running,
        RunState.@Nullable Ended lastRun,
        @Nullable FastMigrateException error,
        @Nullable Version reached) {

    /** The states of {@link Status}, and those that only the one who migrates can know. */
    public enum State {
        UP_TO_DATE,
        PENDING,
        AHEAD,
        MISSING,
        UNMANAGED,
        MIGRATING,
        FAILED,
        ERROR
    }

    public static Standing migrating(Status status, RunState.Running running, RunState state) {
        return new Standing(
                State.MIGRATING,
                status,
                running,
                state.last().orElse(null),
                null,
                state.reached().orElse(null));
    }

    /** A run that failed is told until scripts are no longer pending, whoever ran them. */
    public static Standing of(Status status, RunState state) {
        RunState.Ended last = state.last().orElse(null);
        FastMigrateException error = last == null ? null : last.error();
        State found = State.valueOf(status.state().name());
        boolean failed = error != null && found != State.UP_TO_DATE && found != State.AHEAD;
        return new Standing(
                failed ? State.FAILED : found,
                status,
                null,
                last,
                failed ? error : null,
                state.reached().orElse(null));
    }

    public static Standing unreadable(FastMigrateException error, RunState state) {
        return new Standing(
                State.ERROR,
                null,
                null,
                state.last().orElse(null),
                error,
                state.reached().orElse(null));
    }

    /**
     * Tells whether the database has the schema that this process was started with. What somebody puts beside the scripts
     * later does not count: it runs at the next start.
     */
    public boolean isUsable() {
        return switch (state) {
            case UP_TO_DATE, AHEAD -> true;
            case PENDING -> status != null && reached != null && !reached.isAfter(status.version());
            case MISSING, UNMANAGED, MIGRATING, FAILED, ERROR -> false;
        };
    }
}

package io.fastmigrate.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where each of many databases stands after they were migrated together.
 *
 * @param outcomes in the order in which the databases were given
 * @param took the whole run
 */
public record FleetReport(List<Outcome> outcomes, Duration took) {

    public FleetReport {
        outcomes = List.copyOf(outcomes);
    }

    /** What became of one database. */
    public enum State {
        /** At least one script ran. */
        MIGRATED,
        /** Nothing was pending; it was only read. */
        UP_TO_DATE,
        FAILED,
        /** Not begun, since the canary or, where that was asked for, another one failed before, or the run was interrupted. */
        NOT_TRIED
    }

    /**
     * One database.
     *
     * @param database what messages call it
     * @param version where it stands; empty where that could not be read
     * @param failure why it failed
     */
    public record Outcome(
            String database, State state, Optional<Version> version, Optional<FastMigrateException> failure) {}

    /** Returns the number of databases in this state. */
    public int count(State state) {
        return (int)
                outcomes.stream().filter(outcome -> outcome.state() == state).count();
    }

    /** Returns those that failed. */
    public List<Outcome> failed() {
        return outcomes.stream()
                .filter(outcome -> outcome.state() == State.FAILED)
                .toList();
    }

    /**
     * Returns this report where none failed.
     *
     * @throws FleetFailedException if one did; it names them with their reasons
     */
    public FleetReport orThrow() {
        if (count(State.FAILED) > 0) {
            throw new FleetFailedException(this);
        }
        return this;
    }

    /** Tells whether every database is where its scripts end. */
    public boolean isComplete() {
        return outcomes.stream()
                .allMatch(outcome -> outcome.state() == State.MIGRATED || outcome.state() == State.UP_TO_DATE);
    }
}

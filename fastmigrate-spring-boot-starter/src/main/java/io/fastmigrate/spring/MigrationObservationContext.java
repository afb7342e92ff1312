package io.fastmigrate.spring;

import io.fastmigrate.Status;
import io.micrometer.observation.Observation;
import java.util.Optional;

/** What is known of a run that is observed. */
public final class MigrationObservationContext extends Observation.Context {

    private final String database;
    private final Status before;
    private volatile Optional<String> outcome = Optional.empty();

    /** Makes the one of a run that begins. */
    public MigrationObservationContext(String database, Status before) {
        this.database = database;
        this.before = before;
    }

    /** Returns the database's name: of its bean, or below {@code fastmigrate.databases}. */
    public String database() {
        return database;
    }

    /** Returns where the database stood. */
    public Status before() {
        return before;
    }

    /** Returns {@code migrated}, {@code failed} or {@code interrupted}; empty while the run is on. */
    public Optional<String> outcome() {
        return outcome;
    }

    /** Says how the run ended: {@code migrated}, {@code failed} or {@code interrupted}. */
    public void ended(String how) {
        outcome = Optional.of(how);
    }
}

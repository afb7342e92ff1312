package io.fastmigrate;

import io.fastmigrate.internal.bridge.StatusFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The version of a database compared with its scripts. */
public final class Status {

    private final StatusFacts facts;

    Status(StatusFacts facts) {
        this.facts = facts;
    }

    /** The state of a database. */
    public enum State {
        /** There is no database. */
        MISSING,
        /** The database exists, but it has no version. */
        UNMANAGED,
        UP_TO_DATE,
        PENDING,
        /** The database's version is higher than any script's number, or than the target that was set. */
        AHEAD
    }

    /** Returns the state of the database. */
    public State state() {
        return facts.state();
    }

    /** Returns the database's version; 0 unless the database is managed. */
    public Version version() {
        return facts.version();
    }

    /**
     * Returns the highest script's number, among those up to the target if one was set; 0 if there are no scripts.
     *
     * @see FastMigrateBuilder#target(int)
     */
    public Version target() {
        return facts.target();
    }

    /**
     * Returns the scripts with a higher number than the database's version, up to the target if one was set, in order; and behind
     * them the repeatable scripts that are new or were changed. These wait while a target or a newer database keeps
     * numbered scripts from running.
     */
    public List<Script> pending() {
        return facts.pending();
    }

    /** Returns the scripts above the target that was set, in order, which do not run; empty if none was set. */
    public List<Script> aboveTarget() {
        return facts.aboveTarget();
    }

    /** Returns the history of the numbered scripts, in order; empty if there is none. */
    public List<HistoryEntry> applied() {
        return facts.applied();
    }

    /** Returns the repeatable scripts as they ran last, in the order of their names. */
    public List<HistoryEntry> appliedRepeatable() {
        return facts.repeatable();
    }

    /**
     * Returns the entries whose script no longer exists, which is not an error. What a repeatable script made stays in the
     * database.
     */
    public List<HistoryEntry> missing() {
        return facts.missing();
    }

    /** Returns the warnings. */
    public List<Warning> warnings() {
        return facts.warnings();
    }

    /**
     * Returns the status after more scripts were applied, for a {@link MigrationListener} that follows a run.
     *
     * @param entries of the first pending scripts, in order
     */
    public Status withApplied(List<HistoryEntry> entries) {
        return entries.isEmpty() ? this : new Status(facts.withApplied(entries));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Status same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }
}

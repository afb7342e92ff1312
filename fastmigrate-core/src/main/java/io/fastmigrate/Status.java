package io.fastmigrate;

import java.util.List;

/**
 * Where a database stands beside its scripts.
 *
 * @param version 0 unless the database is managed
 * @param target the highest script's number, 0 without scripts
 * @param pending scripts with a higher number than the database's version, in order
 * @param applied the history, in order; empty without one
 * @param missing entries of the history whose script is gone, which is no error
 */
public record Status(
        State state,
        Version version,
        Version target,
        List<Script> pending,
        List<HistoryEntry> applied,
        List<HistoryEntry> missing,
        List<Warning> warnings) {

    /** Where a database stands, in one word. */
    public enum State {
        /** There is no database. */
        MISSING,
        /** There is a database, but it has no version. */
        UNMANAGED,
        UP_TO_DATE,
        PENDING,
        /** The database's version is higher than any script's number. */
        AHEAD
    }

    public Status {
        pending = List.copyOf(pending);
        applied = List.copyOf(applied);
        missing = List.copyOf(missing);
        warnings = List.copyOf(warnings);
    }
}

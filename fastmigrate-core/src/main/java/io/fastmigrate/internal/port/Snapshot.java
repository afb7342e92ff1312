package io.fastmigrate.internal.port;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one short read found.
 *
 * @param version 0 unless the database is managed
 * @param history in order; empty where there is none
 * @param repeatable how the repeatable scripts ran last, in the order of their names
 */
public record Snapshot(Presence presence, Version version, List<HistoryEntry> history, List<HistoryEntry> repeatable) {

    /** Whether there is a database, and whether it has a version. */
    public enum Presence {
        MISSING,
        UNMANAGED,
        MANAGED
    }

    public Snapshot {
        history = List.copyOf(history);
        repeatable = List.copyOf(repeatable);
    }

    /** Returns the checksum that a repeatable script had when it ran last; empty if it never ran. */
    public Optional<String> recorded(Script script) {
        return repeatable.stream()
                .filter(entry -> entry.fileName().equals(script.fileName()))
                .map(HistoryEntry::checksum)
                .findFirst();
    }

    // What the compiler would write is linked at run time, which takes longer than to read the snapshot.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snapshot that
                && presence == that.presence
                && version.equals(that.version)
                && history.equals(that.history)
                && repeatable.equals(that.repeatable);
    }

    @Override
    public int hashCode() {
        return Objects.hash(presence, version, history, repeatable);
    }

    /** Makes the snapshot of a database that has no version. */
    public static Snapshot of(Presence presence) {
        return new Snapshot(presence, Version.ZERO, List.of(), List.of());
    }
}

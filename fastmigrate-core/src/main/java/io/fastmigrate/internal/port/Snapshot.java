package io.fastmigrate.internal.port;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one short read found.
 *
 * @param version 0 unless the database is managed
 * @param history in order; empty where there is none
 */
public record Snapshot(Presence presence, Version version, List<HistoryEntry> history) {

    /** Whether there is a database, and whether it has a version. */
    public enum Presence {
        MISSING,
        UNMANAGED,
        MANAGED
    }

    public Snapshot {
        history = List.copyOf(history);
    }

    // What the compiler would write is linked at run time, which takes longer than to read the snapshot.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snapshot that
                && presence == that.presence
                && version.equals(that.version)
                && history.equals(that.history);
    }

    @Override
    public int hashCode() {
        return Objects.hash(presence, version, history);
    }

    /** Makes the snapshot of a database that has no version. */
    public static Snapshot of(Presence presence) {
        return new Snapshot(presence, Version.ZERO, List.of());
    }
}

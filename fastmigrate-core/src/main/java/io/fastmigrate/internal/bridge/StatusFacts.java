package io.fastmigrate.internal.bridge;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import java.util.List;

/** What a {@link Status} says; see its methods. */
public record StatusFacts(
        Status.State state,
        Version version,
        Version target,
        List<Script> pending,
        List<Script> aboveTarget,
        List<HistoryEntry> applied,
        List<HistoryEntry> missing,
        List<Warning> warnings) {

    public StatusFacts {
        pending = List.copyOf(pending);
        aboveTarget = List.copyOf(aboveTarget);
        applied = List.copyOf(applied);
        missing = List.copyOf(missing);
        warnings = List.copyOf(warnings);
    }
}

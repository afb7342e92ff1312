package io.fastmigrate.internal.bridge;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link Status} says; see its methods. */
public record StatusFacts(
        Status.State state,
        Version version,
        Version target,
        List<Script> pending,
        List<Script> aboveTarget,
        List<HistoryEntry> applied,
        List<HistoryEntry> repeatable,
        List<HistoryEntry> missing,
        List<Warning> warnings) {

    public StatusFacts {
        pending = List.copyOf(pending);
        aboveTarget = List.copyOf(aboveTarget);
        applied = List.copyOf(applied);
        repeatable = List.copyOf(repeatable);
        missing = List.copyOf(missing);
        warnings = List.copyOf(warnings);
    }

    /** Returns the facts after more scripts were applied. */
    public StatusFacts withApplied(List<HistoryEntry> entries) {
        Set<String> names = entries.stream().map(HistoryEntry::fileName).collect(Collectors.toSet());
        List<Script> left = pending.stream()
                .filter(script -> !names.contains(script.fileName()))
                .toList();
        List<HistoryEntry> history = new ArrayList<>(applied);
        List<HistoryEntry> again = new ArrayList<>(repeatable);
        again.removeIf(entry -> names.contains(entry.fileName()));
        for (HistoryEntry entry : entries) {
            (entry.isRepeatable() ? again : history).add(entry);
        }
        again.sort(Comparator.comparing(HistoryEntry::fileName));
        return new StatusFacts(
                left.isEmpty() ? Status.State.UP_TO_DATE : Status.State.PENDING,
                entries.get(entries.size() - 1).version(),
                target,
                left,
                aboveTarget,
                history,
                again,
                missing,
                warnings);
    }
}

package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Rehearsal.TableLock;
import io.fastmigrate.Report;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.HeldLock;
import io.fastmigrate.internal.port.SchemaSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at a copy before and after scripts run on it: all of them, and where that is cheap each by itself. */
final class RehearsedScripts implements MigrationListener {

    private static final Comparator<HeldLock> STRONGER =
            Comparator.comparing(HeldLock::strength).thenComparing(HeldLock::held);

    private final Copy copy;
    private final SchemaSummary before;
    private final List<Rehearsal> scripts = new ArrayList<>();
    private final Map<String, HeldLock> locks = new HashMap<>();

    /** What was applied since the last scan. */
    private final List<HistoryEntry> applied = new ArrayList<>();

    private SchemaSummary last;
    private boolean began;

    /** Why a scan failed: listeners must not throw, but a report that lacks a script would be wrong. */
    private @Nullable RuntimeException failure;

    RehearsedScripts(Copy copy) {
        this.copy = copy;
        this.before = copy.summary();
        this.last = before;
    }

    @Override
    public void onStarted(Plan.Step step) {
        if (copy.looksAtEachScript()) {
            scanSafely();
            if (!began) {
                began = true;
                copy.scriptsBegin(step.execution() == Plan.Execution.ATOMIC
                        || step.execution() == Plan.Execution.OWN_TRANSACTION);
            }
        }
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        applied.add(entry);
    }

    private void scanSafely() {
        try {
            scan();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Finds what the scripts did that were committed together. */
    private void scan() {
        if (applied.isEmpty() || failure != null) {
            return;
        }
        List<HeldLock> held = copy.locks();
        SchemaSummary now = copy.summary();
        scripts.add(Bridge.values().rehearsal(report(), rows(last, now), schema(last, now), locks(held), List.of()));
        for (HeldLock lock : held) {
            locks.merge(lock.table(), lock, (one, other) -> STRONGER.compare(one, other) >= 0 ? one : other);
        }
        last = now;
        applied.clear();
        began = false;
    }

    private Report report() {
        Duration took = applied.stream().map(HistoryEntry::took).reduce(Duration.ZERO, Duration::plus);
        return Bridge.values()
                .report(
                        applied.get(0).from(),
                        applied.get(applied.size() - 1).version(),
                        applied,
                        Optional.empty(),
                        took,
                        List.of());
    }

    /**
     * Returns what all the scripts did.
     *
     * @param report of their run
     */
    Rehearsal end(Report report) {
        if (copy.looksAtEachScript()) {
            scan();
        }
        if (failure != null) {
            throw failure;
        }
        SchemaSummary after = copy.looksAtEachScript() ? last : copy.summary();
        return Bridge.values()
                .rehearsal(
                        report,
                        rows(before, after),
                        schema(before, after),
                        locks(List.copyOf(locks.values())),
                        scripts);
    }

    private static List<TableLock> locks(List<HeldLock> held) {
        return held.stream()
                .sorted(STRONGER.reversed().thenComparing(HeldLock::table))
                .map(lock -> Bridge.values().tableLock(lock.table(), lock.mode(), lock.held()))
                .toList();
    }

    private static List<RowChange> rows(SchemaSummary before, SchemaSummary after) {
        Set<String> tables = new TreeSet<>(before.rows().keySet());
        tables.addAll(after.rows().keySet());
        List<RowChange> changes = new ArrayList<>();
        for (String table : tables) {
            long had = before.rows().getOrDefault(table, -1L);
            long has = after.rows().getOrDefault(table, -1L);
            if (had != has) {
                changes.add(Bridge.values().rowChange(table, had, has));
            }
        }
        return changes;
    }

    /** Returns what was added, then what was changed, then what was dropped. */
    private static List<SchemaChange> schema(SchemaSummary before, SchemaSummary after) {
        Set<SchemaSummary.ObjectName> names = new HashSet<>(before.objects().keySet());
        names.addAll(after.objects().keySet());
        return names.stream()
                .map(name -> Bridge.values()
                        .schemaChange(
                                name.type(),
                                name.name(),
                                Optional.ofNullable(before.objects().get(name)),
                                Optional.ofNullable(after.objects().get(name))))
                .filter(change -> !change.before().equals(change.after()))
                .sorted(Comparator.comparing(
                                (SchemaChange change) -> change.before().isPresent())
                        .thenComparing(change -> change.after().isEmpty())
                        .thenComparing(SchemaChange::type)
                        .thenComparing(SchemaChange::name))
                .toList();
    }
}

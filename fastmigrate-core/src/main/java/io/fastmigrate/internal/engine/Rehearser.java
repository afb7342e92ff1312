package io.fastmigrate.internal.engine;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Report;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.SchemaSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Migrates a copy and tells what changed on it. */
final class Rehearser {

    private final Settings settings;
    private final Backend<?> backend;
    private final BiFunction<Settings, Backend<?>, Report> migration;

    /** @param migration migrates the copy, with the settings of a rehearsal */
    Rehearser(Settings settings, Backend<?> backend, BiFunction<Settings, Backend<?>, Report> migration) {
        this.settings = settings;
        this.backend = backend;
        this.migration = migration;
    }

    Rehearsal rehearse() {
        try (Copy copy = backend.copy()) {
            SchemaSummary before = copy.summary();
            List<Warning> outside = new ArrayList<>();
            Settings rehearsal = settings.forRehearsal().withListener(outsideOfCopy(outside));
            Report report = migration.apply(rehearsal, copy.backend());
            List<String> unchecked = copy.check();
            SchemaSummary after = copy.summary();
            return Bridge.values()
                    .rehearsal(with(report, outside, unchecked), rows(before, after), schema(before, after));
        }
    }

    /** Tells before each script that is a process what no copy keeps it from. */
    private MigrationListener outsideOfCopy(List<Warning> told) {
        return new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                if (step.script().kind().isProcess()) {
                    told.add(warn(
                            Warning.Kind.OUTSIDE_OF_COPY,
                            step.script().location()
                                    + " runs as a process, with the path of the copy. Its effects outside the copy"
                                    + " (files, other databases, servers) are real and are not undone."));
                }
            }
        };
    }

    private Warning warn(Warning.Kind kind, String message) {
        Warning warning = Bridge.values().warning(kind, message);
        settings.listeners().tell(listener -> listener.onWarning(warning));
        return warning;
    }

    private Report with(Report report, List<Warning> outside, List<String> unchecked) {
        List<Warning> warnings = new ArrayList<>(report.warnings());
        warnings.addAll(outside);
        if (!unchecked.isEmpty()) {
            warnings.add(warn(
                    Warning.Kind.NOT_CHECKED,
                    "Not checked on the copy, because the check needs functions or collations that only the application"
                            + " has: " + String.join(", ", unchecked)
                            + ". Check these where the application has the database open, with PRAGMA"
                            + " integrity_check."));
        }
        return Bridge.values()
                .report(report.before(), report.after(), report.applied(), report.backup(), report.took(), warnings);
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

package io.fastmigrate.internal.engine;

import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.Kind;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Report;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.SchemaSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Migrates a copy and tells what changed on it. */
final class Rehearser {

    private final Settings settings;

    Rehearser(Settings settings) {
        this.settings = settings;
    }

    Rehearsal rehearse() {
        try (Copy copy = settings.backend().copy()) {
            SchemaSummary before = copy.summary();
            Report report = Engine.of(settings.rehearsalOn(copy.backend())).migrate();
            List<String> unchecked = copy.check();
            SchemaSummary after = copy.summary();
            return new Rehearsal(
                    unchecked.isEmpty() ? report : warning(report, unchecked),
                    rows(before, after),
                    schema(before, after));
        }
    }

    private Report warning(Report report, List<String> unchecked) {
        Warning warning = new Warning(
                Warning.Kind.NOT_CHECKED,
                "Not checked on the copy, because the check needs functions or collations that only the application has: "
                        + String.join(", ", unchecked)
                        + ". Check these where the application has the database open, with PRAGMA integrity_check.");
        new Listeners(settings.listeners).tell(listener -> listener.onWarning(warning));
        List<Warning> warnings = new ArrayList<>(report.warnings());
        warnings.add(warning);
        return new Report(report.before(), report.after(), report.applied(), report.backup(), report.took(), warnings);
    }

    private static List<RowChange> rows(SchemaSummary before, SchemaSummary after) {
        Set<String> tables = new TreeSet<>(before.rows().keySet());
        tables.addAll(after.rows().keySet());
        List<RowChange> changes = new ArrayList<>();
        for (String table : tables) {
            long had = before.rows().getOrDefault(table, -1L);
            long has = after.rows().getOrDefault(table, -1L);
            if (had != has) {
                changes.add(new RowChange(table, had, has));
            }
        }
        return changes;
    }

    private static List<SchemaChange> schema(SchemaSummary before, SchemaSummary after) {
        List<SchemaChange> changes = new ArrayList<>();
        after.objects().forEach((name, text) -> {
            String old = before.objects().get(name);
            if (old == null || !old.equals(text)) {
                changes.add(new SchemaChange(old == null ? Kind.ADDED : Kind.CHANGED, name.type(), name.name()));
            }
        });
        before.objects().keySet().stream()
                .filter(name -> !after.objects().containsKey(name))
                .forEach(name -> changes.add(new SchemaChange(Kind.DROPPED, name.type(), name.name())));
        changes.sort(Comparator.comparing(SchemaChange::kind)
                .thenComparing(SchemaChange::type)
                .thenComparing(SchemaChange::name));
        return changes;
    }
}

package io.fastmigrate;

import io.fastmigrate.backend.Contents;
import io.fastmigrate.backend.Copy;
import io.fastmigrate.model.Rehearsal;
import io.fastmigrate.model.Rehearsal.Kind;
import io.fastmigrate.model.Rehearsal.RowChange;
import io.fastmigrate.model.Rehearsal.SchemaChange;
import io.fastmigrate.model.Report;
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
            Contents before = copy.contents();
            Report report = Engine.of(settings.rehearsalOn(copy.backend())).migrate();
            copy.check();
            Contents after = copy.contents();
            return new Rehearsal(report, rows(before, after), schema(before, after));
        }
    }

    private static List<RowChange> rows(Contents before, Contents after) {
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

    private static List<SchemaChange> schema(Contents before, Contents after) {
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

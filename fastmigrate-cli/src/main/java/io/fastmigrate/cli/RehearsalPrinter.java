package io.fastmigrate.cli;

import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what a rehearsal changed; the run itself has told its scripts by then. */
final class RehearsalPrinter {

    private RehearsalPrinter() {}

    static void print(Terminal terminal, Rehearsal rehearsal) {
        Report report = rehearsal.report();
        if (report.applied().isEmpty()) {
            terminal.out().println("Database version: " + report.after() + "; nothing to rehearse.");
            return;
        }
        terminal.section("Schema", schema(rehearsal.schema()));
        terminal.section("Rows", rows(rehearsal.rows()));
        terminal.out().println();
        terminal.out()
                .println(terminal.outStyle().green("The rehearsal succeeded") + ": "
                        + Wording.scripts(report.applied().size()) + " would bring the database from version "
                        + report.before() + " to " + report.after() + "; " + Durations.text(report.took())
                        + " on the copy.");
    }

    private static Table schema(List<SchemaChange> changes) {
        Table table = new Table();
        for (SchemaChange change : changes) {
            table.row(Wording.change(change), change.type(), change.name());
        }
        if (changes.isEmpty()) {
            table.row("unchanged");
        }
        return table;
    }

    /** A table that comes or goes is told here only with the rows it brings or takes. */
    private static Table rows(List<RowChange> changes) {
        List<String[]> rows = new ArrayList<>();
        for (RowChange change : changes) {
            long before = Math.max(0, change.before());
            long after = Math.max(0, change.after());
            if (before != after) {
                rows.add(new String[] {
                    change.table(),
                    String.format(Locale.ROOT, "%+,d", after - before),
                    count(change.before()),
                    "->",
                    count(change.after())
                });
            }
        }
        Table table = new Table().right(1, 2, 4);
        rows.forEach(table::row);
        if (rows.isEmpty()) {
            table.row("as many as before in every table");
        }
        return table;
    }

    private static String count(long rows) {
        return rows < 0 ? "none" : String.format(Locale.ROOT, "%,d", rows);
    }
}

package io.fastmigrate.cli.run;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Rehearsal.TableLock;
import io.fastmigrate.Report;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Table;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints what a rehearsal changed; the run itself has told its scripts by then. */
public final class RehearsalPrinter {

    private static final String BLOCKS_ALL = "ACCESS EXCLUSIVE";
    private static final Set<String> BLOCK_WRITES = Set.of("SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", BLOCKS_ALL);

    private RehearsalPrinter() {}

    public static void print(Terminal terminal, Rehearsal rehearsal) {
        Report report = rehearsal.report();
        if (report.applied().isEmpty()) {
            terminal.out().println("Database version: " + report.after() + "; nothing to rehearse.");
            return;
        }
        terminal.section("Schema", schema(rehearsal.schema()));
        terminal.section("Rows", rows(rehearsal.rows()));
        List<String[]> locks = locks(rehearsal);
        if (!locks.isEmpty()) {
            Table table = new Table().right(4);
            locks.forEach(table::row);
            terminal.section("Locks", table);
        }
        terminal.out().println();
        terminal.out()
                .println(terminal.outStyle().green("The rehearsal succeeded") + ": "
                        + Wording.scripts(report.applied().size()) + effect(report) + "; "
                        + Durations.text(report.took())
                        + " on the copy.");
    }

    private static String effect(Report report) {
        return report.before().equals(report.after())
                ? " would run at version " + report.after()
                : " would bring the database from version " + report.before() + " to " + report.after();
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

    /** Weaker locks keep no query of an application waiting. */
    private static List<String[]> locks(Rehearsal rehearsal) {
        List<String[]> rows = new ArrayList<>();
        for (Rehearsal scripts : rehearsal.scripts()) {
            String files = scripts.report().applied().stream()
                    .map(HistoryEntry::fileName)
                    .collect(Collectors.joining(", "));
            for (TableLock lock : scripts.locks()) {
                if (BLOCK_WRITES.contains(lock.mode())) {
                    String blocks = lock.mode().equals(BLOCKS_ALL) ? "blocks reads and writes" : "blocks writes";
                    rows.add(new String[] {files, lock.table(), lock.mode(), blocks, Durations.text(lock.held())});
                }
            }
        }
        return rows;
    }

    private static String count(long rows) {
        return rows < 0 ? "none" : String.format(Locale.ROOT, "%,d", rows);
    }
}

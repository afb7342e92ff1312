package io.fastmigrate.cli;

import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.Status;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "status",
        description = "Show where the database stands beside its scripts. Never writes.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --db data/app.db --migrations db/migrations --json"
        })
final class StatusCommand extends ScriptsCommand {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private Judgement judgement = new Judgement();

    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean json() {
        return json;
    }

    @Override
    ExitCode run() {
        var builder = target().builder();
        judgement.apply(builder);
        adapter.apply(builder);
        Status status = builder.build().status();
        if (json) {
            JsonReport.print(terminal, name(), JsonReport.status(target(), status));
        } else {
            print(status);
        }
        return ExitCode.DONE;
    }

    private void print(Status status) {
        Style style = terminal.outStyle();
        Table facts = new Table()
                .row("Database", target().dbText())
                .row("Migrations", target().migrationsText())
                .row("Version", Wording.isManaged(status) ? status.version().toString() : "none")
                .row("Target", status.target().toString())
                .row("State", coloured(style, status));
        facts.lines().forEach(line -> terminal.out().println(line.substring(2)));
        terminal.section("Pending", pending(status.pending()));
        terminal.section("Applied", applied(status.applied()));
        terminal.section("Applied, and now without their file", applied(status.missing()));
        status.warnings().forEach(warning -> terminal.warn(warning.message()));
    }

    private static String coloured(Style style, Status status) {
        String text = Wording.state(status);
        return switch (status.state()) {
            case UP_TO_DATE -> style.green(text);
            case PENDING, AHEAD -> style.yellow(text);
            case MISSING, UNMANAGED -> style.red(text);
        };
    }

    private static Table pending(List<Script> scripts) {
        Table table = new Table();
        scripts.forEach(script -> table.row(script.fileName()));
        return table;
    }

    private static Table applied(List<HistoryEntry> entries) {
        Table table = new Table();
        for (HistoryEntry entry : entries) {
            String when = DateTimeFormatter.ISO_INSTANT.format(entry.appliedAt().truncatedTo(ChronoUnit.SECONDS));
            table.row(entry.fileName(), when, Durations.text(entry.took()), entry.appliedBy());
        }
        return table;
    }
}

package io.fastmigrate.cli.command;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.cli.database.ManyDatabases;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Style;
import io.fastmigrate.cli.output.Table;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.cli.problem.ExitCode;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate status}. */
@picocli.CommandLine.Command(
        name = "status",
        description = "Show the database's version, and its applied and pending scripts. Never writes.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --db data/app.db --migrations db/migrations --json",
            "  ${COMMAND-FULL-NAME} --db 'data/tenants/*.db'"
        })
public final class StatusCommand extends ScriptsCommand {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private Judgement judgement = new Judgement();

    @Mixin
    private UpTo upTo = new UpTo();

    public StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public boolean take(String option, @Nullable String value) {
        if (option.equals("--json")) {
            json = true;
            return true;
        }
        return super.take(option, value);
    }

    @Override
    protected boolean json() {
        return json;
    }

    @Override
    public ExitCode run() {
        Optional<List<Target>> each = target().eachMatching();
        return each.isPresent() ? printEach(each.get()) : printOne();
    }

    private Status statusOf(Target target) {
        var builder = target.builder();
        judgement.apply(builder);
        upTo.apply(builder);
        adapter.apply(builder);
        return builder.build().status();
    }

    private ExitCode printEach(List<Target> each) {
        ManyDatabases databases = new ManyDatabases(terminal, each);
        List<ManyDatabases.Answer<Status>> answers = databases.ask(this::statusOf);
        if (json) {
            JsonReport.print(terminal, name(), JsonReport.statuses(target(), answers));
            return databases.exitCode(answers);
        }
        Style style = terminal.outStyle();
        Table table = new Table();
        Map<Status.State, Integer> counts = new EnumMap<>(Status.State.class);
        for (ManyDatabases.Answer<Status> answer : answers) {
            Status status = answer.fact();
            if (status != null) {
                String version = Wording.isManaged(status) ? "version " + status.version() : "";
                table.row(answer.target().dbText(), version, coloured(style, status));
                counts.merge(status.state(), 1, Integer::sum);
            }
        }
        table.lines().forEach(terminal.out()::println);
        terminal.out().println(summary(answers.size(), counts));
        databases.printErrors(answers);
        return databases.exitCode(answers);
    }

    private static String summary(int databases, Map<Status.State, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((state, count) ->
                parts.add(count + " " + state.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        int unreadable =
                databases - counts.values().stream().mapToInt(count -> count).sum();
        if (unreadable > 0) {
            parts.add(unreadable + " unreadable");
        }
        return Wording.databases(databases) + ": " + String.join(", ", parts) + ".";
    }

    private ExitCode printOne() {
        Status status = statusOf(target());
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
                .row("Migrations", target().scripts().text())
                .row("Version", Wording.isManaged(status) ? status.version().toString() : "none")
                .row("Target", status.target().toString())
                .row("State", coloured(style, status));
        facts.lines().forEach(line -> terminal.out().println(line.substring(2)));
        terminal.section("Pending", pending(status.pending()));
        terminal.section("Above the target", pending(status.aboveTarget()));
        terminal.section("Applied", applied(status.applied()));
        terminal.section("Applied, repeatable", applied(status.appliedRepeatable()));
        terminal.section("Applied, but their file is missing", applied(status.missing()));
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

package io.fastmigrate.cli.command;

import io.fastmigrate.Plan;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.output.Table;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.cli.problem.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate plan}. */
@picocli.CommandLine.Command(
        name = "plan",
        description = "Show what migrate would do now, and how each script would run. Never writes.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db data/app.db --json"
        })
public final class PlanCommand extends ScriptsCommand {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private Judgement judgement = new Judgement();

    @Mixin
    private UpTo upTo = new UpTo();

    @Mixin
    private ScriptValues values = new ScriptValues();

    public PlanCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected boolean json() {
        return json;
    }

    @Override
    public ExitCode run() {
        var builder = target().builder();
        judgement.apply(builder);
        upTo.apply(builder);
        values.apply(builder);
        adapter.apply(builder);
        Plan plan = builder.build().plan();
        if (json) {
            JsonReport.print(terminal, name(), JsonReport.plan(target(), plan));
        } else {
            print(plan);
        }
        return ExitCode.DONE;
    }

    private void print(Plan plan) {
        plan.warnings().forEach(warning -> terminal.warn(warning.message()));
        if (plan.steps().isEmpty()) {
            terminal.out().println("Database version: " + plan.current() + "; nothing to do.");
            return;
        }
        terminal.out()
                .println("Database version: " + plan.current() + "; "
                        + Wording.scripts(plan.steps().size())
                        + (plan.target().equals(plan.current())
                                ? " would run."
                                : " would bring it to " + plan.target() + "."));
        Table table = new Table();
        for (Plan.Step step : plan.steps()) {
            table.row(
                    step.script().fileName(),
                    Wording.execution(step.execution()),
                    step.reason().orElse(""));
        }
        table.lines().forEach(terminal.out()::println);
    }
}

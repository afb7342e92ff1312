package io.fastmigrate.cli.run;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Table;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.error.ScriptFailedException;
import java.util.HashMap;
import java.util.Map;

/** Tells a run step by step on standard output, in columns. */
public final class TalkingRunPrinter extends RunPrinter {

    private final boolean verbose;
    private int nameWidth;
    private final Map<String, String> executions = new HashMap<>();

    public TalkingRunPrinter(Terminal terminal, boolean verbose) {
        super(terminal, true);
        this.verbose = verbose;
    }

    @Override
    public void onPlanned(Plan plan) {
        for (Plan.Step step : plan.steps()) {
            executions.put(step.script().fileName(), Wording.execution(step.execution()));
            nameWidth = Math.max(nameWidth, Table.width(step.script().fileName()));
        }
    }

    @Override
    public void onStarted(Plan.Step step) {
        super.onStarted(step);
        if (verbose) {
            String reason = step.reason().map(r -> ": " + r).orElse("");
            live.print(
                    terminal.err(),
                    "Applying " + step.script().fileName() + " ("
                            + executions.get(step.script().fileName()) + reason + ")");
        }
    }

    @Override
    public void onOutput(Script script, String line) {
        live.print(terminal.err(), script.fileName() + ": " + line);
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        super.onApplied(entry);
        String name = Table.pad(entry.fileName(), nameWidth);
        String execution = executions.getOrDefault(entry.fileName(), "");
        live.print(
                terminal.out(),
                "  " + terminal.outStyle().green(name) + "  " + Table.pad(execution, Wording.LONGEST_EXECUTION) + "  "
                        + Durations.text(entry.took()));
    }

    @Override
    public void onFailed(ScriptFailedException failure) {
        super.onFailed(failure);
        live.print(
                terminal.out(),
                "  " + terminal.outStyle().red(Table.pad(failure.script().fileName(), nameWidth)) + "  failed");
    }
}

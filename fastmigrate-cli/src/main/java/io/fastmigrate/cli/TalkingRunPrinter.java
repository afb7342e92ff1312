package io.fastmigrate.cli;

import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.Plan;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptFailedException;

/** Tells a run step by step on standard output, in columns. */
final class TalkingRunPrinter extends RunPrinter {

    private final boolean verbose;
    private int nameWidth;
    private String execution = "";

    TalkingRunPrinter(Terminal terminal, boolean verbose) {
        super(terminal, true);
        this.verbose = verbose;
    }

    @Override
    public void onPlanned(Plan plan) {
        for (PlannedScript step : plan.steps()) {
            nameWidth = Math.max(nameWidth, Table.width(step.script().fileName()));
        }
    }

    @Override
    public void onStarted(PlannedScript step) {
        super.onStarted(step);
        execution = Wording.execution(step.execution());
        if (verbose) {
            String reason = step.reason().map(r -> ": " + r).orElse("");
            live.print(terminal.err(), "Applying " + step.script().fileName() + " (" + execution + reason + ")");
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

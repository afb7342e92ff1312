package io.fastmigrate.cli.run;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Terminal;

/** Leaves standard output alone; with {@code -v} tells each step on standard error. */
public final class QuietRunPrinter extends RunPrinter {

    private final boolean verbose;

    public QuietRunPrinter(Terminal terminal, boolean verbose) {
        super(terminal, verbose);
        this.verbose = verbose;
    }

    @Override
    public void onPlanned(Plan plan) {
        debug("version " + plan.current() + ", " + plan.steps().size() + " pending");
    }

    @Override
    public void onStarted(Plan.Step step) {
        super.onStarted(step);
        debug("applying " + step.script().fileName());
    }

    /** The guarantees that an adapter lacks are no news to somebody who had them never. */
    @Override
    public void onWarning(Warning warning) {
        if (verbose || warning.kind() != Warning.Kind.FEWER_GUARANTEES) {
            super.onWarning(warning);
        }
    }

    @Override
    public void onOutput(Script script, String line) {
        if (verbose) {
            live.print(terminal.err(), script.fileName() + ": " + line);
        }
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        super.onApplied(entry);
        debug("applied " + entry.fileName() + ", version " + entry.version() + ", " + Durations.text(entry.took()));
    }

    @Override
    public void onFinished(Report report) {
        super.onFinished(report);
        debug("done, " + report.applied().size() + " applied, version " + report.after());
    }

    private void debug(String message) {
        if (verbose) {
            live.print(terminal.err(), "DEBUG: " + message);
        }
    }
}

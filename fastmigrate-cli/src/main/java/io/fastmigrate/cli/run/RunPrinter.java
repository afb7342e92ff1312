package io.fastmigrate.cli.run;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.LiveLine;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.error.ScriptFailedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells on standard error what every run tells: warnings, waiting, and how far a long script is. The engine tells how
 * much it has read; a clock calls {@link #tick}, since a single statement or a process may take long too.
 */
public class RunPrinter implements MigrationListener {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    final Terminal terminal;
    final LiveLine live;

    /** A rehearsal and the run after it find the same. */
    private final Set<Warning> warned = new HashSet<>();

    private final boolean linesWithoutTerminal;
    private @Nullable Script running;
    private String read = "";
    private long startedNanos;
    private String lineOf = "";
    private Duration nextLine = Duration.ZERO;

    /**
     * Makes one.
     *
     * @param linesWithoutTerminal whether progress is also told where no one watches, in a line every ten seconds
     */
    public RunPrinter(Terminal terminal, boolean linesWithoutTerminal) {
        this.terminal = terminal;
        this.live = new LiveLine(terminal);
        this.linesWithoutTerminal = linesWithoutTerminal;
    }

    @Override
    public void onWarning(Warning warning) {
        if (warned.add(warning)) {
            live.clear();
            terminal.warn(warning.message());
        }
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        String text = "Waiting for " + holder.orElse("the database") + " (" + Durations.text(waited) + ")";
        tell("waiting", waited, text);
    }

    @Override
    public void onBackupProgress(MigrationListener.BackupProgress progress) {
        Duration elapsed = progress.elapsed();
        if (elapsed.compareTo(PATIENCE) >= 0) {
            String percent = String.format(Locale.ROOT, "%3d %%", progress.percent());
            tell("backup", elapsed, "Backing up  " + percent + "  " + Durations.text(elapsed));
        }
    }

    @Override
    public void onStarted(Plan.Step step) {
        live.clear();
        begin(step.script());
    }

    @Override
    public void onProgress(MigrationListener.Progress progress) {
        String percent = progress.percent() < 0 ? "" : String.format(Locale.ROOT, "%3d %%  ", progress.percent());
        String plural = progress.statements() == 1 ? "" : "s";
        String statements = progress.statements() == 0
                ? ""
                : String.format(Locale.ROOT, "%,d statement%s  ", progress.statements(), plural);
        setRead(percent + statements);
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        end();
    }

    @Override
    public void onFailed(ScriptFailedException failure) {
        end();
    }

    @Override
    public void onFinished(Report report) {
        end();
    }

    /** Tells how far the script is that runs, if it has run for long. */
    public final void tick() {
        tick(Duration.ofNanos(System.nanoTime() - startedNanos()));
    }

    final synchronized void tick(Duration elapsed) {
        if (running != null && elapsed.compareTo(PATIENCE) >= 0) {
            String name = running.fileName();
            tell(name, elapsed, "  " + name + "  " + read + Durations.text(elapsed));
        }
    }

    private synchronized long startedNanos() {
        return startedNanos;
    }

    private synchronized void begin(Script script) {
        running = script;
        read = "";
        startedNanos = System.nanoTime();
    }

    private synchronized void setRead(String text) {
        read = text;
    }

    /** Takes the progress line away; nothing is told of a script until the next begins. */
    public final synchronized void end() {
        running = null;
        live.clear();
    }

    /** Writes in place on a terminal; elsewhere at once when something new is told, and then every ten seconds. */
    private synchronized void tell(String what, Duration elapsed, String text) {
        if (live.isLive()) {
            live.show(text);
        } else if (linesWithoutTerminal) {
            boolean isNew = !what.equals(lineOf);
            if (isNew || elapsed.compareTo(nextLine) >= 0) {
                lineOf = what;
                nextLine = elapsed.plus(BETWEEN_LINES);
                live.print(terminal.err(), text);
            }
        }
    }
}

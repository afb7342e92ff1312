package io.fastmigrate.cli;

import io.fastmigrate.model.MigrationListener;
import io.fastmigrate.model.Progress;
import io.fastmigrate.model.Warning;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells on standard error what every run tells: warnings, waiting, and how far a long script is. */
class RunPrinter implements MigrationListener {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    final Terminal terminal;
    final LiveLine live;

    private final boolean linesWithoutTerminal;
    private String lineOf = "";
    private Duration nextLine = Duration.ZERO;

    /**
     * Makes one.
     *
     * @param linesWithoutTerminal whether progress is also told where nobody watches, in a line every ten seconds
     */
    RunPrinter(Terminal terminal, boolean linesWithoutTerminal) {
        this.terminal = terminal;
        this.live = new LiveLine(terminal);
        this.linesWithoutTerminal = linesWithoutTerminal;
    }

    @Override
    public void onWarning(Warning warning) {
        live.clear();
        terminal.warn(warning.message());
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        String text = "Waiting for " + holder.orElse("another starter") + " (" + Durations.text(waited) + ")";
        tell("waiting", waited, text);
    }

    @Override
    public void onProgress(Progress progress) {
        if (progress.elapsed().compareTo(PATIENCE) < 0) {
            return;
        }
        String percent = progress.percent() < 0 ? "" : String.format(Locale.ROOT, "%3d %%  ", progress.percent());
        String statements = progress.statements() == 0
                ? ""
                : String.format(
                        Locale.ROOT, "%,d statement%s  ", progress.statements(), progress.statements() == 1 ? "" : "s");
        String text =
                "  " + progress.script().fileName() + "  " + percent + statements + Durations.text(progress.elapsed());
        tell(progress.script().fileName(), progress.elapsed(), text);
    }

    /** Writes in place on a terminal; elsewhere at once when something new is told, and then every ten seconds. */
    private void tell(String what, Duration elapsed, String text) {
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

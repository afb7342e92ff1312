package io.fastmigrate.maven;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the events of a run to the log of the build. What takes long shows its progress every ten seconds. */
final class RunLog implements MigrationListener {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Output output;
    private final Set<Warning> warned = new HashSet<>();
    private final Map<String, String> executions = new ConcurrentHashMap<>();
    private Duration nextWait = Duration.ofSeconds(1);
    private Duration nextProgress = BETWEEN_LINES;
    private Duration nextBackup = BETWEEN_LINES;

    RunLog(Output output) {
        this.output = output;
    }

    @Override
    public void onWarning(Warning warning) {
        if (warned.add(warning)) {
            output.warn(warning.message());
        }
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        if (waited.compareTo(nextWait) >= 0) {
            nextWait = waited.plus(BETWEEN_LINES);
            output.info("Waiting for " + holder.orElse("the database") + " (" + Wording.duration(waited) + ")");
        }
    }

    @Override
    public void onBackupProgress(BackupProgress progress) {
        if (progress.elapsed().compareTo(nextBackup) >= 0) {
            nextBackup = progress.elapsed().plus(BETWEEN_LINES);
            output.info(String.format(
                    Locale.ROOT, "Backing up %d %% (%s)", progress.percent(), Wording.duration(progress.elapsed())));
        }
    }

    @Override
    public void onStarted(Plan.Step step) {
        nextProgress = BETWEEN_LINES;
        String execution = Wording.execution(step.execution());
        executions.put(step.script().fileName(), execution);
        String reason = step.reason().map(text -> ": " + text).orElse("");
        output.debug("Applying " + step.script().fileName() + " (" + execution + reason + ")");
    }

    @Override
    public void onProgress(Progress progress) {
        if (progress.elapsed().compareTo(nextProgress) >= 0) {
            nextProgress = progress.elapsed().plus(BETWEEN_LINES);
            String percent = progress.percent() < 0 ? "" : progress.percent() + " %, ";
            output.info(
                    progress.script().fileName() + " is running: " + percent + Wording.duration(progress.elapsed()));
        }
    }

    @Override
    public void onOutput(Script script, String line) {
        output.info(script.fileName() + ": " + line);
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        String execution = executions.getOrDefault(entry.fileName(), "");
        output.info("Applied " + entry.fileName() + " (" + execution + ") in " + Wording.duration(entry.took()));
    }
}

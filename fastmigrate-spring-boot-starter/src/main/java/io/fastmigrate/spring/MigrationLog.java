package io.fastmigrate.spring;

import io.fastmigrate.model.BackupProgress;
import io.fastmigrate.model.Execution;
import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.MigrationListener;
import io.fastmigrate.model.Plan;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Progress;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.Warning;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a run to the log: a line for each script, what its process prints, and a line now and then for long ones. */
class MigrationLog implements MigrationListener {

    private static final Logger log = LoggerFactory.getLogger(MigrationLog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private Duration nextWaitingLine = Duration.ZERO;
    private Duration nextBackupLine = INTERVAL;
    private Duration nextProgressLine = INTERVAL;

    @Override
    public void onWarning(Warning warning) {
        log.warn("{}", warning.message());
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        if (waited.compareTo(nextWaitingLine) >= 0) {
            nextWaitingLine = waited.plus(INTERVAL);
            log.info(
                    "Waiting for {} since {} s",
                    holder.orElse("another one that uses the database"),
                    waited.toSeconds());
        }
    }

    @Override
    public void onPlanned(Plan plan) {
        log.info(
                "Migrating from version {} to {}: {} to run",
                plan.current(),
                plan.target(),
                plan.steps().size() == 1 ? "1 script" : plan.steps().size() + " scripts");
    }

    @Override
    public void onBackupProgress(BackupProgress progress) {
        if (progress.elapsed().compareTo(nextBackupLine) >= 0) {
            nextBackupLine = progress.elapsed().plus(INTERVAL);
            log.info(
                    "Still backing up: {} %, {} s",
                    progress.percent(), progress.elapsed().toSeconds());
        }
    }

    @Override
    public void onStarted(PlannedScript step) {
        nextProgressLine = INTERVAL;
        if (step.execution() == Execution.AS_IS) {
            log.info(
                    "Running {} statement by statement: {}",
                    step.script(),
                    step.reason().orElse("as it asks for"));
        } else {
            log.debug("Running {}", step.script());
        }
    }

    @Override
    public void onProgress(Progress progress) {
        if (progress.elapsed().compareTo(nextProgressLine) >= 0) {
            nextProgressLine = progress.elapsed().plus(INTERVAL);
            log.info(
                    "Still running {}: {}{} statements, {} s",
                    progress.script(),
                    progress.percent() < 0 ? "" : progress.percent() + " %, ",
                    progress.statements(),
                    progress.elapsed().toSeconds());
        }
    }

    @Override
    public void onOutput(Script script, String line) {
        log.info("{}: {}", script, line);
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        log.info("Applied {} in {} ms", entry.fileName(), entry.took().toMillis());
    }
}

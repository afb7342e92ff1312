package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.spring.internal.StarterLog;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the runs of one database to the log: a line for each script, what its process prints, a line now and then for
 * long ones, and one for the end. Facts go along as key-value pairs, for logs that are structured.
 */
class MigrationLog implements MigrationListener {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String bean;
    private final String database;
    private Duration nextWaitingLine = Duration.ZERO;
    private Duration nextBackupLine = INTERVAL;
    private Duration nextProgressLine = INTERVAL;

    /**
     * Makes the log of one database.
     *
     * @param bean the name of its bean
     * @param database what messages call it
     */
    MigrationLog(String bean, String database) {
        this.bean = bean;
        this.database = database;
    }

    private LoggingEventBuilder info() {
        return log.atInfo().addKeyValue("database", bean);
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Script script) {
        LoggingEventBuilder named = line.addKeyValue("script", script.fileName());
        return script.isRepeatable()
                ? named
                : named.addKeyValue("version", script.version().number());
    }

    @Override
    public void onWarning(Warning warning) {
        log.atWarn()
                .addKeyValue("database", bean)
                .addKeyValue("warning", warning.kind())
                .log("{}", warning.message());
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        if (waited.compareTo(nextWaitingLine) >= 0) {
            nextWaitingLine = waited.plus(INTERVAL);
            info().addKeyValue("waitedSeconds", waited.toSeconds())
                    .log("Waiting for {}: {} s so far", holder.orElse("the database"), waited.toSeconds());
        }
    }

    @Override
    public void onPlanned(Plan plan) {
        nextWaitingLine = Duration.ZERO;
        nextBackupLine = INTERVAL;
        info().addKeyValue("version", plan.current().number())
                .addKeyValue("target", plan.target().number())
                .addKeyValue("pending", plan.steps().size())
                .log(
                        "Migrating {} from version {} to {}: {} to run",
                        database,
                        plan.current(),
                        plan.target(),
                        plan.steps().size() == 1 ? "1 script" : plan.steps().size() + " scripts");
    }

    @Override
    public void onBackupProgress(MigrationListener.BackupProgress progress) {
        if (progress.elapsed().compareTo(nextBackupLine) >= 0) {
            nextBackupLine = progress.elapsed().plus(INTERVAL);
            info().addKeyValue("percent", progress.percent())
                    .addKeyValue("elapsedSeconds", progress.elapsed().toSeconds())
                    .log(
                            "Still backing up: {} %, {} s",
                            progress.percent(), progress.elapsed().toSeconds());
        }
    }

    @Override
    public void onStarted(Plan.Step step) {
        nextProgressLine = INTERVAL;
        if (step.execution() == Plan.Execution.NON_TRANSACTIONAL) {
            about(info(), step.script())
                    .log(
                            "Running {} statement by statement: {}",
                            step.script(),
                            step.reason().orElse("as it asks for"));
        } else {
            log.debug("Running {}", step.script());
        }
    }

    @Override
    public void onProgress(MigrationListener.Progress progress) {
        if (progress.elapsed().compareTo(nextProgressLine) >= 0) {
            nextProgressLine = progress.elapsed().plus(INTERVAL);
            about(info(), progress.script())
                    .addKeyValue("percent", progress.percent() < 0 ? null : progress.percent())
                    .addKeyValue("elapsedSeconds", progress.elapsed().toSeconds())
                    .log(
                            "Still running {}: {}{} s",
                            progress.script(),
                            progress.percent() < 0
                                    ? ""
                                    : progress.percent() + " %, " + progress.statements() + " statements, ",
                            progress.elapsed().toSeconds());
        }
    }

    @Override
    public void onOutput(Script script, String line) {
        about(info(), script).log("{}: {}", script, line);
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        info().addKeyValue("version", entry.version().number())
                .addKeyValue("script", entry.fileName())
                .addKeyValue("tookMillis", entry.took().toMillis())
                .log("Applied {} in {} ms", entry.fileName(), entry.took().toMillis());
    }

    /** Other errors end the start, which tells them, or are the caller's to tell. */
    @Override
    public void onError(FastMigrateException error) {
        if (error instanceof MigrationInterruptedException) {
            log.atWarn().addKeyValue("database", bean).log("{}", error.getMessage());
        }
    }

    @Override
    public void onFinished(Report report) {
        if (report.applied().isEmpty()) {
            info().addKeyValue("version", report.after().number())
                    .log("Database {} is at version {}, nothing to migrate", database, report.after());
        } else {
            info().addKeyValue("from", report.before().number())
                    .addKeyValue("version", report.after().number())
                    .addKeyValue("tookMillis", report.took().toMillis())
                    .log(
                            "Database {} migrated from version {} to {} in {} ms",
                            database,
                            report.before(),
                            report.after(),
                            report.took().toMillis());
            report.backup()
                    .ifPresent(backup -> info().addKeyValue("backup", backup)
                            .log("The state before the run is in the backup {}", backup));
        }
    }
}

package io.fastmigrate.cli;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.Report;
import io.fastmigrate.model.ScriptFailedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "migrate",
        description = "Run every script with a higher number than the database's version, in order.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --db app.db --migrations db/migrations --backup",
            "  ${COMMAND-FULL-NAME} --restore-on-failure --script-timeout 5m --json"
        })
final class MigrateCommand extends ScriptsCommand {

    private static final Duration TICK = Duration.ofMillis(200);

    private final boolean dropIn;

    @Option(names = "--backup", description = "Make a backup before the first script.")
    private boolean backup;

    @Option(
            names = "--restore-on-failure",
            description = "Put the database back, in place, as it was before the run when a script fails.")
    private boolean restoreOnFailure;

    @Option(
            names = "--script-timeout",
            paramLabel = "TIME",
            description = "How long a .py or .sh script may run (default: without limit).")
    private @Nullable Duration scriptTimeout;

    @Option(names = "--python", paramLabel = "PROGRAM", description = "What runs .py scripts (default: python3).")
    private @Nullable String python;

    @Option(names = "--shell", paramLabel = "PROGRAM", description = "What runs .sh scripts (default: sh).")
    private @Nullable String shell;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private Judgement judgement = new Judgement();

    @Mixin
    private Patience patience = new Patience();

    /**
     * Makes the command.
     *
     * @param dropIn whether it stands in for the Python tool, which says nothing when all is well
     */
    MigrateCommand(Terminal terminal, boolean dropIn) {
        super(terminal);
        this.dropIn = dropIn;
    }

    @Override
    boolean json() {
        return json;
    }

    @Override
    ExitCode run() {
        RunPrinter printer =
                dropIn || json ? new QuietRunPrinter(terminal, verbose) : new TalkingRunPrinter(terminal, verbose);
        Clock clock = Clock.every(TICK, printer::tick);
        try {
            Report report = builder().listener(printer).build().migrate();
            if (json) {
                JsonReport.print(terminal, name(), JsonReport.run(target(), report));
            } else {
                print(report);
            }
            return ExitCode.DONE;
        } finally {
            clock.stop();
            printer.end();
        }
    }

    private FastMigrateBuilder builder() {
        FastMigrateBuilder builder = target().builder();
        judgement.apply(builder);
        patience.apply(builder);
        if (backup) {
            builder.backUpFirst();
        }
        if (restoreOnFailure) {
            builder.restoreOnFailure();
        }
        if (scriptTimeout != null) {
            builder.scriptTimeout(scriptTimeout);
        }
        if (python != null) {
            builder.python(python);
        }
        if (shell != null) {
            builder.shell(shell);
        }
        return builder;
    }

    private void print(Report report) {
        printBackup(report);
        if (dropIn) {
            return;
        }
        String version = "Database version: " + report.after();
        if (report.applied().isEmpty()) {
            terminal.out().println(version + "; nothing to do.");
        } else {
            terminal.out()
                    .println(version + " (was " + report.before() + "); "
                            + Wording.scripts(report.applied().size()) + " applied in "
                            + Durations.text(report.took()) + ".");
        }
    }

    private void printBackup(Report report) {
        report.backup()
                .ifPresent(path -> terminal.out().println("Database backup created: " + target().backupText(path)));
    }

    @Override
    String advice(RuntimeException error) {
        String advice = super.advice(error);
        return error instanceof DatabaseNotFoundException
                ? "The database file must exist before running migrations." + "\n" + advice
                : advice;
    }

    @Override
    ExitCode failed(RuntimeException error) {
        if (error instanceof ScriptFailedException failure && !json) {
            printBackup(failure.report());
        }
        ExitCode exitCode = super.failed(error);
        if (json) {
            return exitCode;
        }
        if (error instanceof ScriptFailedException failure) {
            terminal.err()
                    .println("Migration failed: "
                            + target().scriptText(failure.script().fileName()));
            terminal.err().println("  • " + failure.report().applied().size() + " migrations applied");
            terminal.err().println("  • 1 migrations failed");
        }
        return exitCode;
    }
}

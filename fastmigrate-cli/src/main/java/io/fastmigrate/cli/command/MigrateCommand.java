package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Report;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.FleetOptions;
import io.fastmigrate.cli.option.Retention;
import io.fastmigrate.cli.output.Durations;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.run.ExpectedScripts;
import io.fastmigrate.cli.run.FleetMigration;
import io.fastmigrate.cli.run.QuietRunPrinter;
import io.fastmigrate.cli.run.RehearsalPrinter;
import io.fastmigrate.cli.run.RunPrinter;
import io.fastmigrate.cli.run.TalkingRunPrinter;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.ScriptFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate migrate}. */
@picocli.CommandLine.Command(
        name = "migrate",
        description = "Run every script with a higher number than the database's version, in order.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --db app.db --migrations db/migrations --backup --keep-backups 7",
            "  ${COMMAND-FULL-NAME} --to 0042",
            "  ${COMMAND-FULL-NAME} --rehearse --transaction run",
            "  ${COMMAND-FULL-NAME} --db 'data/tenants/*.db' --workers 4",
            "  ${COMMAND-FULL-NAME} --restore-on-failure --script-timeout 5m --json"
        })
public final class MigrateCommand extends RunCommand {

    private final boolean dropIn;

    @Option(names = "--backup", description = "Make a backup before the first script.")
    private boolean backup;

    @Mixin
    private Retention retention = new Retention();

    @Option(
            names = "--rehearse",
            description = "Run the scripts on a copy first, and on the database only if that succeeds.")
    private boolean rehearse;

    @Option(
            names = "--expect",
            paramLabel = "FILE=CHECKSUM",
            description = "Run nothing if a pending script is none of these, with these checksums of plan --json;"
                    + " repeatable.")
    private List<String> expected = new ArrayList<>();

    @Option(
            names = "--restore-on-failure",
            description = "If a script fails, restore the state from before the run, in place.")
    private boolean restoreOnFailure;

    @Mixin
    private LockTimeout lockTimeout = new LockTimeout();

    @Mixin
    private FleetOptions together = new FleetOptions();

    private boolean rehearsing;
    private @Nullable FleetMigration many;
    private @Nullable Rehearsal rehearsal;

    /**
     * Makes the command.
     *
     * @param dropIn whether it stands in for the Python tool, which says nothing when all is well
     */
    public MigrateCommand(Terminal terminal, boolean dropIn) {
        super(terminal);
        this.dropIn = dropIn;
    }

    private boolean quiet() {
        return dropIn || json();
    }

    @Override
    public ExitCode run() {
        Optional<List<Target>> each = dropIn ? Optional.empty() : target().eachMatching();
        return each.isPresent() ? migrateEach(each.get()) : migrateOne();
    }

    private ExitCode migrateEach(List<Target> each) {
        if (rehearse) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--rehearse is for one database, and --db is a pattern: " + target().db() + ".",
                    "Rehearse on one of the databases first, and then migrate all.");
        }
        if (!expected.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--expect is for one database, and --db is a pattern: " + target().db() + ".",
                    "Migrate each database with its own --expect, or leave --expect out.");
        }
        FleetMigration migration = new FleetMigration(terminal, json(), verbose);
        many = migration;
        return migration.run(each, this::builder, together);
    }

    private ExitCode migrateOne() {
        RunPrinter printer =
                quiet() ? new QuietRunPrinter(terminal, verbose) : new TalkingRunPrinter(terminal, verbose);
        Report report = told(printer, this::migrate);
        if (json()) {
            JsonReport.print(terminal, name(), JsonReport.run(target(), report, rehearsal));
        } else {
            print(report);
        }
        return ExitCode.DONE;
    }

    private Report migrate(FastMigrate fastMigrate) {
        if (expected.isEmpty()) {
            return rehearseAndMigrate(fastMigrate);
        }
        ExpectedScripts same = ExpectedScripts.given(expected);
        return same.guard(() -> rehearseAndMigrate(fastMigrate.withListener(same)));
    }

    private Report rehearseAndMigrate(FastMigrate fastMigrate) {
        if (!rehearse || fastMigrate.plan().steps().isEmpty()) {
            return fastMigrate.migrate();
        }
        rehearsing = true;
        Rehearsal rehearsed = fastMigrate.rehearse();
        rehearsal = rehearsed;
        rehearsing = false;
        if (!quiet()) {
            RehearsalPrinter.print(terminal, rehearsed);
            terminal.out().println();
        }
        ExpectedScripts same = ExpectedScripts.rehearsed(rehearsed);
        return same.guard(fastMigrate.withListener(same)::migrate);
    }

    @Override
    FastMigrateBuilder builder(Target target) {
        FastMigrateBuilder builder = super.builder(target);
        retention.apply(builder, terminal.directory());
        lockTimeout.apply(builder);
        if (backup) {
            builder.backUpFirst();
        }
        if (restoreOnFailure) {
            builder.restoreOnFailure();
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
    Map<String, @Nullable Object> besideError() {
        if (many != null) {
            return many.members();
        }
        return rehearsing ? JsonReport.IN_REHEARSAL : super.besideError();
    }

    @Override
    ExitCode failed(RuntimeException error) {
        if (error instanceof ScriptFailedException failure && !json()) {
            printBackup(failure.report());
        }
        ExitCode exitCode = super.failed(error);
        if (json()) {
            return exitCode;
        }
        if (error instanceof ScriptFailedException failure) {
            printFailed(rehearsing ? "Rehearsal" : "Migration", failure);
            if (!rehearsing) {
                terminal.err().println("  • " + failure.report().applied().size() + " migrations applied");
                terminal.err().println("  • 1 migrations failed");
            }
        }
        return exitCode;
    }
}

package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.DumpTool;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.run.QuietRunPrinter;
import io.fastmigrate.cli.run.RehearsalPrinter;
import io.fastmigrate.cli.run.RunPrinter;
import io.fastmigrate.cli.run.TalkingRunPrinter;
import io.fastmigrate.error.ScriptFailedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate rehearse}. */
@picocli.CommandLine.Command(
        name = "rehearse",
        description = "Run the pending scripts on a copy of the database, check the copy, and report its"
                + " changes. The database itself is only read.",
        footer = {
            "",
            "Python and shell scripts run too, with the path of the copy; their effects outside the copy are real.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db data/app.db --transaction run --json"
        })
public final class RehearseCommand extends RunCommand {

    @Option(
            names = "--schema-only",
            description =
                    "On a server: copy the schema without rows, for a database that is too large to copy. Failures"
                            + " that depend on rows, and durations, are not shown.")
    private boolean schemaOnly;

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    public RehearseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    FastMigrateBuilder builder(Target target) {
        FastMigrateBuilder builder = super.builder(target);
        dumpTool.apply(builder);
        return builder;
    }

    @Override
    public ExitCode run() {
        RunPrinter printer = json() ? new QuietRunPrinter(terminal, verbose) : new TalkingRunPrinter(terminal, verbose);
        Rehearsal rehearsal = told(printer, schemaOnly ? FastMigrate::rehearseSchema : FastMigrate::rehearse);
        if (json()) {
            JsonReport.print(terminal, name(), JsonReport.rehearsal(target(), rehearsal));
        } else {
            RehearsalPrinter.print(terminal, rehearsal);
        }
        return ExitCode.DONE;
    }

    @Override
    Map<String, @Nullable Object> besideError() {
        return JsonReport.IN_REHEARSAL;
    }

    @Override
    ExitCode failed(RuntimeException error) {
        ExitCode exitCode = super.failed(error);
        if (error instanceof ScriptFailedException failure && !json()) {
            printFailed("Rehearsal", failure);
        }
        return exitCode;
    }
}

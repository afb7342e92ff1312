package io.fastmigrate.cli;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.error.ScriptFailedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
final class RehearseCommand extends RunCommand {

    RehearseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        RunPrinter printer = json() ? new QuietRunPrinter(terminal, verbose) : new TalkingRunPrinter(terminal, verbose);
        Rehearsal rehearsal = told(printer, FastMigrate::rehearse);
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

package io.fastmigrate.cli.command;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate accept}. */
@picocli.CommandLine.Command(
        name = "accept",
        description = "Record the current text of an applied script as the correct one.",
        footer = {"", "Example, after a script was edited that must not run again:", "  ${COMMAND-FULL-NAME} 0007"})
public final class AcceptCommand extends ScriptsCommand {

    private static final Pattern REPEATABLE = Pattern.compile("(?:.*/)?(?!\\d{4}-)[^/]+\\.sql");

    @Parameters(paramLabel = "NNNN", description = "The script's number.")
    private String number = "";

    public AcceptCommand(Terminal terminal) {
        super(terminal);
    }

    /** A changed one is meant to run again; its name is what people know of it. */
    private static void requireNoRepeatable(String script) {
        if (REPEATABLE.matcher(script).matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    script + " is not accepted: it is no numbered script, and a changed repeatable script is no error.",
                    "Run fastmigrate migrate: it runs the script again, and records its new text.");
        }
    }

    @Override
    public ExitCode run() {
        requireNoRepeatable(number);
        HistoryEntry entry = target().builder().build().accept(scriptNumber(number));
        terminal.out().println("Accepted " + entry.fileName() + " as it is now.");
        return ExitCode.DONE;
    }
}

package io.fastmigrate.cli.command;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate accept}. */
@picocli.CommandLine.Command(
        name = "accept",
        description = "Record the current text of an applied script as the correct one.",
        footer = {"", "Example, after a script was edited that must not run again:", "  ${COMMAND-FULL-NAME} 0007"})
public final class AcceptCommand extends ScriptsCommand {

    @Parameters(paramLabel = "NNNN", description = "The script's number.")
    private String number = "";

    public AcceptCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        HistoryEntry entry = target().builder().build().accept(scriptNumber(number));
        terminal.out().println("Accepted " + entry.fileName() + " as it is now.");
        return ExitCode.DONE;
    }
}

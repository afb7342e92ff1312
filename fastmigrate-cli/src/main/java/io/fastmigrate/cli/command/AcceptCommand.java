package io.fastmigrate.cli.command;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
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

    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    @Parameters(paramLabel = "NNNN", description = "The script's number.")
    private String number = "";

    public AcceptCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        if (!NUMBER.matcher(number).matches()) {
            throw new Failure(
                    ExitCode.USAGE, "'" + number + "' is not a script number.", "Write one of 1 to 4 digits: 0007.");
        }
        HistoryEntry entry = target().builder().build().accept(new Version(Integer.parseInt(number)));
        terminal.out().println("Accepted " + entry.fileName() + " as it is now.");
        return ExitCode.DONE;
    }
}

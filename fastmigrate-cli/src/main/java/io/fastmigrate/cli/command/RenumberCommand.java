package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.cli.database.PathText;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate renumber}. */
@picocli.CommandLine.Command(
        name = "renumber",
        description =
                "Give a script that was not applied the next free number: rename its file. If there is a database, its"
                        + " history says what was applied.",
        footer = {
            "",
            "Examples, of two scripts with one number the one that came later:",
            "  ${COMMAND-FULL-NAME} 0007-add-tags.sql",
            "  ${COMMAND-FULL-NAME} 0007-add-tags.sql --against origin/main"
        })
public final class RenumberCommand extends ScriptsCommand {

    @Parameters(paramLabel = "SCRIPT", description = "The script's file name, path or number.")
    private String script = "";

    @Mixin
    private Against against = new Against();

    public RenumberCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        FastMigrate files = filesOnly(); // scripts on the class path have no names that could be changed
        FastMigrate database = target().openForReading();
        Path renamed = database.renumber(path(script), against.above(files, Version.ZERO));
        String after = String.valueOf(renamed.getFileName());
        String before = before(after);
        terminal.out()
                .println(
                        before.equals(after)
                                ? after + " keeps its number, which is above all others."
                                : "Renamed " + before + " to " + after);
        return ExitCode.DONE;
    }

    /** A name alone is that of a script in one of the directories. */
    private String path(String text) {
        if (isName(text)) {
            return text;
        }
        try {
            return terminal.directory().resolve(PathText.tidy(text)).toString();
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, "SCRIPT is not a valid path: " + e.getMessage() + ".", "Correct it.");
        }
    }

    private static boolean isName(String text) {
        return text.indexOf('/') < 0 && text.indexOf(File.separatorChar) < 0;
    }

    /** All but the number is as it was. */
    private String before(String after) {
        String name = script.substring(Math.max(script.lastIndexOf('/'), script.lastIndexOf(File.separatorChar)) + 1);
        return name.endsWith(after.substring(4)) ? name : scriptNumber(name).padded() + after.substring(4);
    }
}

package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate rebuild}. */
@picocli.CommandLine.Command(
        name = "rebuild",
        description = "Create a script that rebuilds a table and keeps its rows, for you to edit.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} books",
            "  ${COMMAND-FULL-NAME} \"order items\" --db data/app.db",
            "  ${COMMAND-FULL-NAME} books --columns \"id INTEGER PRIMARY KEY, title TEXT NOT NULL\""
        })
public final class RebuildCommand extends ScriptsCommand {

    /** Some characters have four bytes, and a file name is short. */
    private static final int MAX_NAME = 40;

    @Parameters(paramLabel = "TABLE", description = "The table's name, without quotes.")
    private String table = "";

    @Option(
            names = "--columns",
            paramLabel = "DEFINITIONS",
            description = "The column definitions of CREATE TABLE (default: unchanged). A column that is"
                    + " left out is dropped.")
    private @Nullable String columns;

    public RebuildCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        FastMigrate fastMigrate = target().openForReading();
        String body = columns == null ? fastMigrate.rebuildScript(table) : fastMigrate.rebuildScript(table, columns);
        Path script = filesOnly().newScript(description(table), Script.Kind.SQL, body, databaseVersion());
        terminal.out().println("Created " + target().scripts().scriptText(String.valueOf(script.getFileName())));
        return ExitCode.DONE;
    }

    /** Returns a description with as much of the table's name as can be part of a file's. */
    static String description(String table) {
        StringBuilder words = new StringBuilder("rebuild");
        boolean gap = true;
        int left = MAX_NAME;
        for (int character : table.codePoints().toArray()) {
            if (!Character.isLetterOrDigit(character)) {
                gap = true;
            } else if (left-- > 0) {
                words.append(gap ? "-" : "").appendCodePoint(character);
                gap = false;
            }
        }
        return words.toString();
    }
}

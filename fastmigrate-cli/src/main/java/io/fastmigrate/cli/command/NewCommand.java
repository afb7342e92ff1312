package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate new}. */
@picocli.CommandLine.Command(
        name = "new",
        description = "Create an empty script with the next number.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} add-posts",
            "  ${COMMAND-FULL-NAME} add-posts --against origin/main",
            "  ${COMMAND-FULL-NAME} import-countries --kind py"
        })
public final class NewCommand extends ScriptsCommand {

    @Parameters(
            paramLabel = "DESCRIPTION",
            description = "Description: a few words joined by hyphens, such as add-posts.")
    private String description = "";

    @Option(names = "--kind", paramLabel = "sql|py|sh", description = "Language of the script (default: sql).")
    private Script.Kind kind = Script.Kind.SQL;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private Against against = new Against();

    public NewCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected boolean json() {
        return json;
    }

    @Override
    public ExitCode run() {
        FastMigrate files = filesOnly();
        Path script = files.newScript(description, kind, "", against.above(files, databaseVersion()));
        String file = target().scripts().scriptText(String.valueOf(script.getFileName()));
        if (json) {
            JsonReport.print(terminal, name(), Map.of("file", file));
        } else {
            terminal.out().println("Created " + file);
        }
        return ExitCode.DONE;
    }
}

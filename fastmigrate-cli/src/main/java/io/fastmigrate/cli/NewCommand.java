package io.fastmigrate.cli;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "new",
        description = "Create an empty script with the next number.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} add-posts",
            "  ${COMMAND-FULL-NAME} import-countries --kind py"
        })
final class NewCommand extends ScriptsCommand {

    @Parameters(
            paramLabel = "DESCRIPTION",
            description = "Description: a few words joined by hyphens, such as add-posts.")
    private String description = "";

    @Option(names = "--kind", paramLabel = "sql|py|sh", description = "Language of the script (default: sql).")
    private Script.Kind kind = Script.Kind.SQL;

    NewCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        Path directory = target().migrationsPath();
        FastMigrate.database(Target.DEFAULT_DB).migrations(directory); // refuses what a shell would have replaced
        Path script = new NewScript(directory, description, kind).write(databaseVersion());
        terminal.out().println("Created " + target().scriptText(String.valueOf(script.getFileName())));
        return ExitCode.DONE;
    }
}

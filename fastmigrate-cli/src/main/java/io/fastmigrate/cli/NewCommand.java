package io.fastmigrate.cli;

import io.fastmigrate.Script;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "new",
        description = "Write the next numbered, empty script.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} add-posts",
            "  ${COMMAND-FULL-NAME} import-countries --kind py"
        })
final class NewCommand extends ScriptsCommand {

    @Parameters(paramLabel = "DESCRIPTION", description = "A few words with hyphens between them: add-posts.")
    private String description = "";

    @Option(names = "--kind", paramLabel = "sql|py|sh", description = "What the script is written in (default: sql).")
    private Script.Kind kind = Script.Kind.SQL;

    NewCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        Path script = new NewScript(target().migrationsPath(), description, kind).write(databaseVersion());
        terminal.out().println("Created " + target().scriptText(String.valueOf(script.getFileName())));
        return ExitCode.DONE;
    }
}

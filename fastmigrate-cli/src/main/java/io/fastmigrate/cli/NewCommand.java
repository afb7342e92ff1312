package io.fastmigrate.cli;

import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.DatabaseUnmanagedException;
import io.fastmigrate.model.FastMigrateException;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.model.Version;
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
    private ScriptKind kind = ScriptKind.SQL;

    NewCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        Path script = new NewScript(target().migrationsPath(), description, kind).write(databaseVersion());
        terminal.out().println("Created " + target().scriptText(String.valueOf(script.getFileName())));
        return ExitCode.DONE;
    }

    /** A database that cannot be read now must not keep anybody from writing a script; but a person should know. */
    private Version databaseVersion() {
        try {
            return target().openForReading().version();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException e) {
            return Version.ZERO;
        } catch (FastMigrateException e) {
            terminal.warn("The number is chosen without the database's version: " + e.getMessage());
            return Version.ZERO;
        }
    }
}

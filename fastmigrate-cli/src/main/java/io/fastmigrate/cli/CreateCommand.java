package io.fastmigrate.cli;

import io.fastmigrate.model.Creation;

@picocli.CommandLine.Command(
        name = "create",
        description = "Make a database at version 0, with the folders above it. A versioned one is left alone.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --db data/app.db"})
final class CreateCommand extends DatabaseCommand {

    CreateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        String db = target().dbText();
        terminal.out().println("Creating database at " + db);
        Creation creation = target().builder().build().create();
        terminal.out()
                .println(
                        creation.isNew()
                                ? "Created new versioned SQLite database with version=0 at: " + db
                                : "A versioned database (version: " + creation.version() + ") already exists at: "
                                        + db);
        return ExitCode.DONE;
    }
}

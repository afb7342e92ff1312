package io.fastmigrate.cli;

import io.fastmigrate.Creation;
import picocli.CommandLine.Mixin;

@picocli.CommandLine.Command(
        name = "create",
        description = "Make a database at version 0, with the folders above it. A versioned one is left alone.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --db data/app.db"})
final class CreateCommand extends ScriptsCommand {

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    CreateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        String db = target().dbText();
        terminal.out().println("Creating database at " + db);
        var builder = target().builder();
        adapter.apply(builder);
        Creation creation = builder.build().create();
        String kind = target().usesAdapter() || target().isServer() ? "" : "SQLite ";
        terminal.out()
                .println(
                        creation.isNew()
                                ? "Created new versioned " + kind + "database with version=0 at: " + db
                                : "A versioned database (version: " + creation.version() + ") already exists at: "
                                        + db);
        return ExitCode.DONE;
    }
}

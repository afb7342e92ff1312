package io.fastmigrate.cli.command;

import io.fastmigrate.Creation;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code fastmigrate create}. */
@picocli.CommandLine.Command(
        name = "create",
        description = "Create a database at version 0, and its parent directories. A database that has a"
                + " version stays unchanged.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --db data/app.db"})
public final class CreateCommand extends ScriptsCommand {

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    public CreateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        String db = target().dbText();
        boolean server = target().isServer();
        terminal.out().println((server ? "Creating table _meta in the database at " : "Creating database at ") + db);
        var builder = target().builder();
        adapter.apply(builder);
        Creation creation = builder.build().create();
        terminal.out()
                .println(
                        creation.isNew()
                                ? made(server) + " with version=0 at: " + db
                                : "A versioned database (version: " + creation.version() + ") already exists at: "
                                        + db);
        return ExitCode.DONE;
    }

    /** A server's database was there before; those of SQLite are told as the Python tool tells them. */
    private String made(boolean server) {
        if (server) {
            return "Created table _meta in the database";
        }
        return "Created new versioned " + (target().usesAdapter() ? "" : "SQLite ") + "database";
    }
}

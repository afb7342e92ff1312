package io.fastmigrate.cli;

import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.DatabaseUnmanagedException;
import io.fastmigrate.model.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "check",
        description = "Show the version of this program and of the database. Never writes.",
        footer = {
            "",
            "Exit code: 0 for a database, versioned or not; 1 without one.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db data/app.db --json"
        })
final class CheckCommand extends ScriptsCommand {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean json() {
        return json;
    }

    @Override
    ExitCode run() {
        if (!json) {
            terminal.out().println("FastMigrate version: " + BuildVersion.text());
        }
        try {
            var builder = target().builder();
            adapter.apply(builder);
            Version version = builder.build().version();
            return result("managed", version, "Database version: " + version, ExitCode.DONE);
        } catch (DatabaseUnmanagedException e) {
            return result("unmanaged", null, "Database is unversioned (no _meta table)", ExitCode.DONE);
        } catch (DatabaseNotFoundException e) {
            String text = (target().isServer() ? "The database does not exist: " : "Database file does not exist: ")
                    + target().dbText();
            return result("missing", null, text, ExitCode.FAILED);
        }
    }

    private ExitCode result(String state, @Nullable Version version, String text, ExitCode exitCode) {
        if (json) {
            JsonReport.print(terminal, name(), JsonReport.check(target(), state, version));
        } else {
            terminal.out().println(text);
        }
        return exitCode;
    }
}

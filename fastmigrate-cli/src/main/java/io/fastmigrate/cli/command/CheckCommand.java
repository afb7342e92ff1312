package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import io.fastmigrate.cli.database.ManyDatabases;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.output.BuildVersion;
import io.fastmigrate.cli.output.Table;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate check}. */
@picocli.CommandLine.Command(
        name = "check",
        description = "Show the version of this program and of the database. Never writes.",
        footer = {
            "",
            "Exit code: 0 for a database, versioned or not; 1 without one. Of many, 1 if one cannot be read.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db data/app.db --json",
            "  ${COMMAND-FULL-NAME} --db 'data/tenants/*.db'"
        })
public final class CheckCommand extends ScriptsCommand {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    private final boolean dropIn;

    /**
     * Makes the command.
     *
     * @param dropIn whether it stands in for the Python tool, to which a pattern is a file's name
     */
    public CheckCommand(Terminal terminal, boolean dropIn) {
        super(terminal);
        this.dropIn = dropIn;
    }

    @Override
    public boolean take(String option, @Nullable String value) {
        if (option.equals("--json")) {
            json = true;
            return true;
        }
        return super.take(option, value);
    }

    @Override
    protected boolean json() {
        return json;
    }

    @Override
    public ExitCode run() {
        if (!json) {
            terminal.out().println("FastMigrate version: " + BuildVersion.text());
        }
        Optional<List<Target>> each = dropIn ? Optional.empty() : target().eachMatching();
        return each.isPresent() ? checkEach(each.get()) : checkOne();
    }

    private ExitCode checkEach(List<Target> each) {
        ManyDatabases databases = new ManyDatabases(terminal, each);
        List<ManyDatabases.Answer<Optional<Version>>> answers = databases.ask(this::versionOf);
        if (json) {
            JsonReport.print(terminal, name(), JsonReport.checks(answers));
            return databases.exitCode(answers);
        }
        Table table = new Table();
        for (ManyDatabases.Answer<Optional<Version>> answer : answers) {
            if (answer.fact() != null) {
                table.row(
                        answer.target().dbText(),
                        answer.fact().map(version -> "version " + version).orElse("unversioned (no _meta table)"));
            }
        }
        table.lines().forEach(terminal.out()::println);
        databases.printErrors(answers);
        return databases.exitCode(answers);
    }

    /** Returns empty for an unversioned database. */
    private Optional<Version> versionOf(Target target) {
        try {
            return Optional.of(version(target));
        } catch (DatabaseUnmanagedException e) {
            return Optional.empty();
        }
    }

    private Version version(Target target) {
        FastMigrateBuilder builder = target.builder();
        adapter.apply(builder);
        return builder.build().version();
    }

    private ExitCode checkOne() {
        try {
            Version version = version(target());
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

package io.fastmigrate.cli;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "adopt",
        description =
                "Take a database over from Flyway or Liquibase: write the scripts that ran as numbered ones to a new"
                        + " directory, prove them, and set the version. The old table and scripts stay.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db --from src/main/resources/db/migration --dry-run",
            "  ${COMMAND-FULL-NAME} --db data/app.db --squash --with-data countries"
        })
final class AdoptCommand extends ScriptsCommand {

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Where the old scripts are: a location of Flyway, or what Liquibase's paths are relative to;"
                    + " repeatable.")
    private List<String> from = new ArrayList<>();

    @Option(names = "--squash", description = "Write the whole schema as one script, whatever made it.")
    private boolean squash;

    @Option(
            names = "--with-data",
            paramLabel = "TABLE",
            description = "A table whose rows a script of the whole schema also contains; repeatable.")
    private List<String> withData = new ArrayList<>();

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "The table in which the other tool keeps its history, where it has another name than usual.")
    private @Nullable String table;

    @Option(names = "--dry-run", description = "Do everything, the proof too, but change nothing.")
    private boolean dryRun;

    AdoptCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        Adoption.Source source = new Adoption.Source(
                from.stream().map(this::directory).toList(),
                squash ? Adoption.Source.Form.WHOLE_SCHEMA : Adoption.Source.Form.SCRIPTS,
                withData,
                Optional.ofNullable(table));
        FastMigrate fastMigrate = target().builder().build();
        Adoption adoption = dryRun ? fastMigrate.planAdoption(source) : fastMigrate.adopt(source);
        adoption.notes().forEach(note -> terminal.out().println("Note: " + note));
        adoption.scripts()
                .forEach(script -> terminal.out()
                        .println((dryRun ? "Would write " : "Wrote ") + target().scriptText(script.fileName())
                                + "  from " + script.origin()));
        terminal.out()
                .println("A new database made by " + (adoption.scripts().size() == 1 ? "it" : "them")
                        + " has the same schema.");
        if (dryRun) {
            terminal.out().println("Nothing was changed. The version would be " + adoption.version() + ".");
        } else {
            terminal.out().println("Database version: " + adoption.version());
        }
        return ExitCode.DONE;
    }

    private Path directory(String text) {
        try {
            return terminal.directory().resolve(PathText.tidy(text));
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, "--from is no path: " + e.getMessage() + ".", "Correct it.");
        }
    }
}

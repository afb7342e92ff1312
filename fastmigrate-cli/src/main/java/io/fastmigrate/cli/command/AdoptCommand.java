package io.fastmigrate.cli.command;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.cli.database.PathText;
import io.fastmigrate.cli.option.NamedTexts;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate adopt}. */
@picocli.CommandLine.Command(
        name = "adopt",
        description = "Adopt a database from Flyway or Liquibase: write its applied scripts as numbered scripts to"
                + " a new directory, verify them on an empty database, and set the version. The old"
                + " table and scripts stay.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db --from src/main/resources/db/migration --dry-run",
            "  ${COMMAND-FULL-NAME} --db data/app.db --from src/main/resources --liquibase target/dependency --dry-run",
            "  ${COMMAND-FULL-NAME} --db data/app.db --squash --with-data countries"
        })
public final class AdoptCommand extends ScriptsCommand {

    /** A name that Spring reads as it is written, without brackets. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9.-]+");

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Directory of the old scripts: a Flyway location, or the root of Liquibase's"
                    + " paths; repeatable.")
    private List<String> from = new ArrayList<>();

    @Option(names = "--squash", description = "Write the whole schema as one script.")
    private boolean squash;

    @Option(
            names = "--with-data",
            paramLabel = "TABLE",
            description = "Table whose rows the script of the whole schema also contains; repeatable.")
    private List<String> withData = new ArrayList<>();

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "History table of the other tool, if it does not have the default name.")
    private @Nullable String table;

    @Option(
            names = "--liquibase",
            paramLabel = "DIR_OR_JAR",
            description = "Liquibase 4 or 5, which writes the SQL of change sets in XML, YAML and JSON: its directory,"
                    + " or its jar with what it needs beside it.")
    private @Nullable String liquibase;

    @Option(
            names = "--changelog",
            paramLabel = "FILE",
            description = "Root changelog for --liquibase, below --from (default: db/changelog/"
                    + "db.changelog-master.yaml, or .xml, .json, .sql); repeatable.")
    private List<String> changelogs = new ArrayList<>();

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description = "Text of a placeholder, which is written into the new scripts: owner=app for $${owner};"
                    + " repeatable. With --value, $${owner} stays in them.")
    private List<String> placeholders = new ArrayList<>();

    @Mixin
    private ScriptValues values = new ScriptValues();

    @Option(names = "--dry-run", description = "Do everything, including the verification, but change nothing.")
    private boolean dryRun;

    public AdoptCommand(Terminal terminal) {
        super(terminal);
    }

    private Adoption.Source source() {
        Adoption.Source source = Adoption.Source.of(
                        from.stream().map(each -> path("--from", each)).toList())
                .withData(withData);
        if (squash) {
            source = source.withWholeSchema();
        }
        Map<String, String> named =
                NamedTexts.of("--placeholder", "NAME=VALUE", placeholders, name -> name.toLowerCase(Locale.ROOT));
        for (Map.Entry<String, String> placeholder : named.entrySet()) {
            source = source.withPlaceholder(placeholder.getKey(), placeholder.getValue());
        }
        if (liquibase != null) {
            source = source.withLiquibase(path("--liquibase", liquibase));
        } else if (!changelogs.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "--changelog is for --liquibase only.", "Specify both, or neither.");
        }
        for (String changelog : changelogs) {
            source = source.withChangelog(changelog);
        }
        return table == null ? source : source.withTable(table);
    }

    @Override
    public ExitCode run() {
        Adoption.Source source = source();
        FastMigrateBuilder builder = target().builder();
        values.apply(builder);
        FastMigrate fastMigrate = builder.build();
        Adoption adoption = dryRun ? fastMigrate.planAdoption(source) : fastMigrate.adopt(source);
        adoption.notes().forEach(note -> terminal.out().println("Note: " + note));
        adoption.scripts()
                .forEach(script -> terminal.out()
                        .println((dryRun ? "Would write " : "Wrote ")
                                + target().scripts().scriptText(script.fileName()) + "  from " + script.origin()));
        terminal.out()
                .println("A new database made by " + (adoption.scripts().size() == 1 ? "it" : "them")
                        + " has the same schema.");
        printValues(adoption.values());
        if (dryRun) {
            terminal.out().println("Nothing was changed. The version would be " + adoption.version() + ".");
        } else {
            terminal.out().println("Database version: " + adoption.version());
        }
        return ExitCode.DONE;
    }

    private void printValues(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        Map<String, String> texts = values.byName();
        terminal.out()
                .println(
                        "The scripts have values. Whatever runs them needs these, on the command line or as properties:");
        for (String name : names) {
            terminal.out().println("  --value '" + (name + "=" + texts.get(name)).replace("'", "'\\''") + "'");
        }
        for (String name : names) {
            terminal.out()
                    .println("  fastmigrate.values" + (PLAIN.matcher(name).matches() ? "." + name : "[" + name + "]")
                            + "=" + propertyText(String.valueOf(texts.get(name))));
        }
    }

    /** Returns a text as a file of properties has it. */
    private static String propertyText(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }

    private Path path(String option, String text) {
        try {
            return terminal.directory().resolve(PathText.tidy(text));
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, option + " is not a valid path: " + e.getMessage() + ".", "Correct it.");
        }
    }
}

package io.fastmigrate.cli.schema;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.cli.command.ScriptsCommand;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.option.DumpTool;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate schema}. */
@picocli.CommandLine.Command(
        name = "schema",
        description =
                "Print the schema that all scripts together make, or write it to a file. The scripts run on a temporary"
                        + " database: for SQLite a file, on a server a database beside the one of --db.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --out schema.sql",
            "  ${COMMAND-FULL-NAME} --out schema.sql --check"
        })
public final class SchemaCommand extends ScriptsCommand {

    private static final String DEFAULT_FILE = "schema.sql";

    @Option(names = "--out", paramLabel = "FILE", description = "File to write to (default: standard output).")
    private @Nullable String out;

    @Option(
            names = "--check",
            description = "Write nothing: compare the file (--out, default: " + DEFAULT_FILE
                    + ") with the scripts, show what differs, and exit with 1 if anything does.")
    private boolean check;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ScriptValues values = new ScriptValues();

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    public SchemaCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected boolean json() {
        return json;
    }

    @Override
    public ExitCode run() {
        FastMigrateBuilder builder = target().builder();
        values.apply(builder);
        adapter.apply(builder);
        dumpTool.apply(builder);
        SchemaFile file = Schema.of(builder.build()).cached().file();
        if (check) {
            return check(file);
        }
        if (out != null) {
            write(out, file);
        }
        if (json) {
            print(file, out, null);
        } else if (out == null) {
            terminal.out().writeBytes(file.text().getBytes(StandardCharsets.UTF_8));
        } else {
            terminal.out().println("Wrote " + out);
        }
        return ExitCode.DONE;
    }

    /**
     * Prints it as JSON.
     *
     * @param name of the file that was written or compared; null without one
     * @param differences null where nothing was compared
     */
    private void print(SchemaFile file, @Nullable String name, @Nullable List<String> differences) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("file", name);
        members.put("migrations", target().scripts().text());
        members.put("sql", file.text());
        members.put("stale", differences == null ? null : !differences.isEmpty());
        members.put("lines", differences == null ? List.of() : differences);
        JsonReport.print(terminal, name(), members);
    }

    private void write(String name, SchemaFile file) {
        try {
            Path target = path(name).toAbsolutePath();
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(target, file.text());
        } catch (IOException e) {
            throw failure(name + " cannot be written: " + Problems.reason(e) + ".");
        }
    }

    private ExitCode check(SchemaFile file) {
        String name = out == null ? DEFAULT_FILE : out;
        List<String> differences = file.differencesFrom(read(name));
        if (json) {
            print(file, name, differences);
        } else if (differences.isEmpty()) {
            terminal.out().println(name + " is what the scripts make.");
        } else {
            terminal.out().println(name + " is stale. Lines with + are what the scripts make now:");
            differences.forEach(terminal.out()::println);
            terminal.out().println("Write it again: fastmigrate schema --out " + name);
        }
        return differences.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** A file that is not there yet is stale, too. */
    private String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw failure(name + " cannot be read: " + Problems.reason(e) + ".");
        }
    }

    private Path path(String name) {
        return terminal.directory().resolve(name);
    }

    private static Failure failure(String message) {
        return new Failure(ExitCode.FAILED, message, "Correct the permissions, or specify another file with --out.");
    }
}

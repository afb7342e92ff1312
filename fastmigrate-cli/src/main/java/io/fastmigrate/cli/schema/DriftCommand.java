package io.fastmigrate.cli.schema;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.cli.command.ScriptsCommand;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.schema.DriftFix;
import io.fastmigrate.schema.DriftReport;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaDifference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate drift}. */
@picocli.CommandLine.Command(
        name = "drift",
        description =
                "Compare the schema of the database with what its applied scripts make on a temporary database. Exits"
                        + " with 1 if an object was added, changed or removed by hand. The database itself is only read.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db jdbc:postgresql://localhost/app --json",
            "  ${COMMAND-FULL-NAME} --fix --out undo.sql",
            "  ${COMMAND-FULL-NAME} --fix --adopt"
        })
public final class DriftCommand extends ScriptsCommand {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private FixOptions fix = new FixOptions();

    @Mixin
    private ScriptValues values = new ScriptValues();

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    public DriftCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected boolean json() {
        return json;
    }

    @Override
    public ExitCode run() {
        fix.require();
        fix.out().map(this::file).ifPresent(FixFile::requireNew);
        FastMigrateBuilder builder = target().builder();
        values.apply(builder);
        adapter.apply(builder);
        Schema schema = Schema.of(builder.build()).cached();
        if (fix.isGiven()) {
            return write(fix.adopts() ? schema.planAdoption(fix.drops()) : schema.planUndo(fix.drops()));
        }
        DriftReport report = schema.drift();
        if (json) {
            JsonReport.print(terminal, name(), DriftJson.members(target(), report, null));
        } else {
            print(report);
        }
        return report.hasDrift() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private FixFile file(String name) {
        return new FixFile(terminal, name);
    }

    private ExitCode write(DriftFix script) {
        WrittenFix written = writeFile(script);
        if (json) {
            JsonReport.print(terminal, name(), DriftJson.members(target(), script.report(), written));
        } else {
            print(written);
        }
        return script.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private WrittenFix writeFile(DriftFix script) {
        if (!script.report().hasDrift()) {
            return new WrittenFix(script, null, null);
        }
        if (fix.adopts()) {
            Version version = script.report().version();
            Path path = filesOnly().newScript("adopt-drift", Script.Kind.SQL, script.script(), version);
            String name = String.valueOf(path.getFileName());
            Version number = scriptNumber(name.substring(0, name.indexOf('-')));
            return new WrittenFix(script, target().scripts().scriptText(name), number);
        }
        fix.out().map(this::file).ifPresent(file -> file.write(script.script()));
        return new WrittenFix(script, fix.out().orElse(null), null);
    }

    private void print(WrittenFix written) {
        DriftFix script = written.fix();
        if (!script.report().hasDrift()) {
            print(script.report());
            return;
        }
        script.report().warnings().forEach(warning -> terminal.warn(warning.message()));
        if (fix.adopts()) {
            printAdoption(written);
        } else if (written.file() != null) {
            terminal.out().println("Wrote " + written.file() + ", which has not run: its head says how to run it.");
        } else {
            terminal.out().print(script.script());
        }
        if (!script.isComplete()) {
            terminal.warn(
                    "The script is not complete: what would lose data is a comment in it. Check it, or write all with"
                            + " --allow-drops. Lost would be: " + String.join("; ", script.losses()) + ".");
        }
    }

    private void printAdoption(WrittenFix written) {
        terminal.out().println("Created " + written.file());
        Optional<String> setVersion = written.setVersion();
        if (setVersion.isEmpty()) {
            terminal.out()
                    .println("Other databases get the changes by it. In this one it changes nothing: run migrate.");
        } else {
            terminal.out()
                    .println(
                            "Other databases get the changes by it. In this one it must not run; set its version instead:");
            terminal.out().println("  " + setVersion.get());
        }
    }

    private void print(DriftReport report) {
        report.warnings().forEach(warning -> terminal.warn(warning.message()));
        List<SchemaDifference> differences = report.differences();
        if (differences.isEmpty()) {
            terminal.out()
                    .println("No drift: the schema is what the scripts up to version " + report.version() + " make.");
            return;
        }
        for (SchemaDifference difference : differences) {
            terminal.out().println(DriftJson.change(difference) + " " + difference.object());
            lines("  - ", difference.expected());
            lines("  + ", difference.actual());
        }
        terminal.out()
                .println((differences.size() == 1 ? "1 object differs" : differences.size() + " objects differ")
                        + " from what the scripts up to version " + report.version()
                        + " make (-: the scripts, +: the database).");
    }

    private void lines(String mark, Optional<String> definition) {
        definition.ifPresent(text ->
                text.lines().forEach(line -> terminal.out().println((mark + line).stripTrailing())));
    }
}

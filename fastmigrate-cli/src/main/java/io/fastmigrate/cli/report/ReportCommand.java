package io.fastmigrate.cli.report;

import io.fastmigrate.cli.command.ScriptsCommand;
import io.fastmigrate.cli.database.PathText;
import io.fastmigrate.cli.database.Redaction;
import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.option.AdapterOptions;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.output.Wording;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import io.fastmigrate.report.HtmlReport;
import io.fastmigrate.report.ReportedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate report}. */
@picocli.CommandLine.Command(
        name = "report",
        description =
                "Write a page about the database: its version, history, pending scripts with their plan, and its schema"
                        + " as a picture. Never writes to the database.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --out report.html",
            "  ${COMMAND-FULL-NAME} --db 'data/tenants/*.db' --out report.html"
        })
public final class ReportCommand extends ScriptsCommand {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "HTML file to write; one that is there is replaced.")
    private String out = "";

    @Mixin
    private AdapterOptions adapter = new AdapterOptions();

    @Mixin
    private Judgement judgement = new Judgement();

    @Mixin
    private UpTo upTo = new UpTo();

    @Mixin
    private ScriptValues values = new ScriptValues();

    public ReportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        List<ReportedDatabase> databases = target().eachMatching().orElseGet(() -> List.of(target())).stream()
                .map(this::reported)
                .toList();
        write(HtmlReport.of(databases).html());
        terminal.out().println("Wrote " + PathText.tidy(out) + " about " + Wording.databases(databases.size()) + ".");
        return ExitCode.DONE;
    }

    private ReportedDatabase reported(Target target) {
        var builder = target.builder();
        judgement.apply(builder);
        upTo.apply(builder);
        values.apply(builder);
        adapter.apply(builder);
        return ReportedDatabase.of(target.dbText(), builder.build());
    }

    private void write(String page) {
        if (!Redaction.shown(out).equals(out)) {
            throw new Failure(ExitCode.USAGE, "--out is not the path of a file.", "Write one, such as report.html.");
        }
        try {
            Files.writeString(terminal.directory().resolve(PathText.tidy(out)), page);
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, "--out is not a valid path: " + e.getMessage() + ".", "Correct it.");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The report cannot be written to " + PathText.tidy(out) + ": " + Problems.reason(e) + ".",
                    "Specify a file in an existing directory that you may write to.");
        }
    }
}

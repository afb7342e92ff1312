package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import io.fastmigrate.cli.option.DumpTool;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate squash}. */
@picocli.CommandLine.Command(
        name = "squash",
        description = "Replace the first scripts by one that makes what they make, verified on empty databases. The old"
                + " scripts are moved to a directory beside it. The database is only read.",
        footer = {
            "",
            "Databases that have applied the old scripts go on as before; new ones run the new script.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} 0001..0120",
            "  ${COMMAND-FULL-NAME} 0001..0120 --with-data --db data/app.db"
        })
public final class SquashCommand extends ScriptsCommand {

    private static final String DOTS = "..";

    @Parameters(paramLabel = "FIRST..LAST", description = "Numbers of the first and the last script: 0001..0120.")
    private String range = "";

    @Option(names = "--with-data", description = "Also write the rows that the scripts insert into an empty database.")
    private boolean withData;

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    public SquashCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        int dots = range.indexOf(DOTS);
        if (dots < 0) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + range + "' is not a range of scripts.",
                    "Write it as FIRST..LAST: 0001..0120.");
        }
        Version first = scriptNumber(range.substring(0, dots));
        Version last = scriptNumber(range.substring(dots + DOTS.length()));
        FastMigrateBuilder builder = target().builder();
        dumpTool.apply(builder);
        FastMigrate fastMigrate = builder.build();
        Path script = withData ? fastMigrate.squashWithData(first, last) : fastMigrate.squash(first, last);
        String folder = "squashed/" + first.padded() + "-" + last.padded();
        terminal.out()
                .println("Wrote " + target().scripts().scriptText(String.valueOf(script.getFileName()))
                        + ", which replaces " + first.padded() + DOTS + last.padded() + ".");
        terminal.out().println("Moved these scripts to " + target().scripts().scriptText(folder));
        if (withData) {
            terminal.out()
                    .println(
                            "Its rows are those of this run: what the scripts took from the clock or at random is the same in"
                                    + " each new database.");
        }
        return ExitCode.DONE;
    }
}

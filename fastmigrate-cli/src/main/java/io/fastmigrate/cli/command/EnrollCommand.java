package io.fastmigrate.cli.command;

import io.fastmigrate.Enrollment;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.cli.option.DumpTool;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.error.DatabaseManagedException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fastmigrate enroll}. */
@picocli.CommandLine.Command(
        name = "enroll",
        description = "Bring an unversioned database under management: write its schema as 0001-initial.sql and set"
                + " version 1.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db --migrations migrations",
            "  ${COMMAND-FULL-NAME} --db data/app.db --with-data countries --with-data currencies"
        })
public final class EnrollCommand extends ScriptsCommand {

    private final boolean dropIn;

    @Option(
            names = "--with-data",
            paramLabel = "TABLE",
            description = "Table whose rows the script also contains; repeatable.")
    private List<String> withData = new ArrayList<>();

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    /**
     * Makes the command.
     *
     * @param dropIn whether it stands in for the Python tool, which says nothing when all is well
     */
    public EnrollCommand(Terminal terminal, boolean dropIn) {
        super(terminal);
        this.dropIn = dropIn;
    }

    @Override
    public ExitCode run() {
        FastMigrateBuilder builder = target().builder();
        dumpTool.apply(builder);
        Enrollment enrollment = builder.build().enroll(withData);
        if (!dropIn) {
            String script = target().scripts()
                    .scriptText(enrollment.script().getFileName().toString());
            terminal.out().println("Wrote " + script);
            terminal.out().println("Database version: " + enrollment.version());
        }
        return ExitCode.DONE;
    }

    @Override
    ExitCode failed(RuntimeException error) {
        if (error instanceof DatabaseManagedException managed) {
            var stream = dropIn ? terminal.out() : terminal.err();
            stream.println("Cannot enroll, since this database is already managed.");
            stream.println("It is marked as version " + managed.version());
            return ExitCode.FAILED;
        }
        return super.failed(error);
    }
}

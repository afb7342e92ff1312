package io.fastmigrate.cli.command;

import io.fastmigrate.cli.option.Retention;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.run.RunPrinter;
import io.fastmigrate.error.DatabaseNotFoundException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** {@code fastmigrate backup}. */
@picocli.CommandLine.Command(
        name = "backup",
        description = "Write a consistent copy beside the database, also while others write to it.",
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db",
            "  ${COMMAND-FULL-NAME} --db data/app.db --keep-backups 7"
        })
public final class BackupCommand extends DatabaseCommand {

    private final boolean dropIn;

    @Mixin
    private Retention retention = new Retention();

    /**
     * Makes the command.
     *
     * @param dropIn whether it stands in for the Python tool, whose warning goes to standard output
     */
    public BackupCommand(Terminal terminal, boolean dropIn) {
        super(terminal);
        this.dropIn = dropIn;
    }

    @Override
    public ExitCode run() {
        var builder = target().builder();
        retention.apply(builder, terminal.directory());
        RunPrinter printer = new RunPrinter(terminal, verbose);
        Path backup;
        try {
            backup = builder.listener(printer).build().backUp();
        } finally {
            printer.end();
        }
        terminal.out().println("Database backup created: " + target().backupText(backup));
        return ExitCode.DONE;
    }

    @Override
    ExitCode failed(RuntimeException error) {
        if (dropIn && error instanceof DatabaseNotFoundException) {
            terminal.out().println("Warning: Database file does not exist: " + target().dbText());
            return ExitCode.FAILED;
        }
        return super.failed(error);
    }
}

package io.fastmigrate.cli.command;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.cli.database.PathText;
import io.fastmigrate.cli.database.Redaction;
import io.fastmigrate.cli.option.DumpTool;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fastmigrate restore}. */
@picocli.CommandLine.Command(
        name = "restore",
        description = "Restore a backup: replace the content of the database. Other programs may keep"
                + " SQLite files open.",
        footer = {
            "",
            "Everything that was committed after the backup is lost. Refuses, and changes",
            "nothing, if the database has a higher version than the backup, or none.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --db data/app.db data/app.db.20260131_093000.backup",
            "  ${COMMAND-FULL-NAME} --db data/app.db --discard-newer data/app.db.20260131_093000.backup"
        })
public final class RestoreCommand extends DatabaseCommand {

    @Parameters(paramLabel = "BACKUP", description = "The file that backup or migrate --backup wrote.")
    private Path backup = Path.of("");

    @Option(
            names = "--discard-newer",
            description = "Restore even if the database has a higher version, or none; later changes are lost.")
    private boolean discardNewer;

    @Mixin
    private ScriptsCommand.LockTimeout lockTimeout = new ScriptsCommand.LockTimeout();

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    public RestoreCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public ExitCode run() {
        Path file = terminal.directory().resolve(backup).toAbsolutePath();
        if (Redaction.mayHoldLogin(backup.toString()) && !Files.exists(file)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "BACKUP must be the path of a file, but this looks like a URL.",
                    "Write restore --db DATABASE BACKUP.");
        }
        var builder = target().builder();
        lockTimeout.apply(builder);
        dumpTool.apply(builder);
        Path beside = file.getParent();
        if (beside != null && Files.isWritable(beside)) {
            builder.backupDirectory(beside); // where the statements are written, which are as private and as large
        }
        FastMigrate fastMigrate = builder.build();
        Version version = discardNewer ? fastMigrate.restoreDiscardingNewer(file) : fastMigrate.restore(file);
        terminal.out().println("Database restored from: " + PathText.tidy(backup.toString()));
        terminal.out().println("Database version: " + version);
        return ExitCode.DONE;
    }
}

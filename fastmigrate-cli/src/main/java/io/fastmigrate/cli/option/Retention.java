package io.fastmigrate.cli.option;

import io.fastmigrate.FastMigrateBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many backups stay. */
public final class Retention {

    @Option(
            names = "--keep-backups",
            paramLabel = "N",
            description = "After a new backup, keep only the newest N of this database (default: 0, keep all).")
    private @Nullable Integer newest;

    @Option(
            names = "--backup-directory",
            paramLabel = "DIR",
            description = "Directory for backups of a database that is not a file (default: backups).")
    private @Nullable Path directory;

    @Mixin
    private DumpTool dumpTool = new DumpTool();

    /**
     * Gives all that was said to a builder.
     *
     * @param base what relative paths are relative to
     */
    public void apply(FastMigrateBuilder builder, Path base) {
        dumpTool.apply(builder);
        if (directory != null) {
            builder.backupDirectory(base.resolve(directory));
        }
        if (newest != null) {
            builder.keepBackups(newest);
        }
    }
}

package io.fastmigrate.cli;

import io.fastmigrate.FastMigrateBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many backups stay. */
final class Retention {

    @Option(
            names = "--keep-backups",
            paramLabel = "N",
            description =
                    "After a new backup, remove this database's oldest beyond the newest N (default: 0, keep all).")
    private @Nullable Integer newest;

    void apply(FastMigrateBuilder builder) {
        if (newest != null) {
            builder.keepBackups(newest);
        }
    }
}

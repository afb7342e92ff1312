package io.fastmigrate.cli;

import io.fastmigrate.FastMigrateBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What reads databases on servers. */
final class DumpTool {

    @Option(
            names = "--dump-tool",
            paramLabel = "PROGRAM",
            description =
                    "What dumps a database on a server: pg_dump, mariadb-dump or mysqldump (default: the one on PATH"
                            + " that fits it).")
    private @Nullable String program;

    void apply(FastMigrateBuilder builder) {
        if (program != null) {
            builder.dumpTool(program);
        }
    }
}

package io.fastmigrate.cli.option;

import io.fastmigrate.FastMigrateBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What reads databases on servers. */
public final class DumpTool {

    @Option(
            names = "--dump-tool",
            paramLabel = "PROGRAM",
            description = "Program that dumps a database on a server: pg_dump, mariadb-dump or mysqldump (default:"
                    + " the matching one on PATH).")
    private @Nullable String program;

    public void apply(FastMigrateBuilder builder) {
        if (program != null) {
            builder.dumpTool(program);
        }
    }
}

package io.fastmigrate.cli.option;

import io.fastmigrate.FastMigrateBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an adapter is run, for every command that may need one. */
public final class AdapterOptions {

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "Program that runs .py scripts and config.py (default: python3).")
    private @Nullable String python;

    @Option(
            names = "--hook-timeout",
            paramLabel = "TIME",
            description = "Timeout for each hook of a config.py or an asynchronous adapter (default: no limit).")
    private @Nullable Duration hookTimeout;

    public void apply(FastMigrateBuilder builder) {
        if (python != null) {
            builder.python(python);
        }
        if (hookTimeout != null) {
            builder.hookTimeout(hookTimeout);
        }
    }
}

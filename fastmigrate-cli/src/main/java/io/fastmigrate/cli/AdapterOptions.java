package io.fastmigrate.cli;

import io.fastmigrate.FastMigrateBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an adapter is run, for every command that may need one. */
final class AdapterOptions {

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "What runs .py scripts and a config.py (default: python3).")
    private @Nullable String python;

    @Option(
            names = "--hook-timeout",
            paramLabel = "TIME",
            description =
                    "How long each hook of a config.py or an asynchronous adapter may take (default: without limit).")
    private @Nullable Duration hookTimeout;

    void apply(FastMigrateBuilder builder) {
        if (python != null) {
            builder.python(python);
        }
        if (hookTimeout != null) {
            builder.hookTimeout(hookTimeout);
        }
    }
}

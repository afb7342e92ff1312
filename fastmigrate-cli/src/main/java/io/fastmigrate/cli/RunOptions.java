package io.fastmigrate.cli;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.TransactionScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How scripts are run, in earnest or on a copy. */
final class RunOptions {

    @Option(
            names = "--transaction",
            paramLabel = "script|run",
            description = "What one transaction holds: each script, or all pending ones that can be (default: script).")
    private @Nullable TransactionScope transaction;

    @Option(
            names = "--script-timeout",
            paramLabel = "TIME",
            description = "How long a .py or .sh script may run (default: without limit).")
    private @Nullable Duration scriptTimeout;

    @Option(names = "--shell", paramLabel = "PROGRAM", description = "What runs .sh scripts (default: sh).")
    private @Nullable String shell;

    @Option(names = "--no-joined-inserts", description = "Run each INSERT by itself, also where several could be one.")
    private boolean noJoinedInserts;

    void apply(FastMigrateBuilder builder) {
        if (transaction != null) {
            builder.transaction(transaction);
        }
        if (noJoinedInserts) {
            builder.withoutJoinedInserts();
        }
        if (scriptTimeout != null) {
            builder.scriptTimeout(scriptTimeout);
        }
        if (shell != null) {
            builder.shell(shell);
        }
    }
}

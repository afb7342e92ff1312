package io.fastmigrate.cli.option;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.TransactionScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How scripts are run, in earnest or on a copy. */
public final class RunOptions {

    @Option(
            names = "--transaction",
            paramLabel = "script|run",
            description = "Scope of a transaction: one script, or all pending scripts that can share one"
                    + " (default: script).")
    private @Nullable TransactionScope transaction;

    @Option(
            names = "--script-timeout",
            paramLabel = "TIME",
            description = "Timeout for a .py or .sh script (default: no limit).")
    private @Nullable Duration scriptTimeout;

    @Option(names = "--shell", paramLabel = "PROGRAM", description = "Program that runs .sh scripts (default: sh).")
    private @Nullable String shell;

    @Option(
            names = "--no-joined-inserts",
            description = "Run each INSERT separately, also where several could be joined.")
    private boolean noJoinedInserts;

    public void apply(FastMigrateBuilder builder) {
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

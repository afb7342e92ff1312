package io.fastmigrate;

import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run did. A failed run has one too: {@link ScriptFailedException#report()}.
 *
 * @param before the database's version when the run began
 * @param after the database's version when the run ended
 * @param applied the scripts that ran to their end, in order; empty when nothing was pending, or when another process
 *     did the work in the meantime
 * @param backup the backup made before the first script, where one was asked for and something was pending
 * @param took the whole run, waiting for the lock included
 */
public record Report(
        Version before,
        Version after,
        List<HistoryEntry> applied,
        Optional<Path> backup,
        Duration took,
        List<Warning> warnings) {

    public Report {
        applied = List.copyOf(applied);
        warnings = List.copyOf(warnings);
    }
}

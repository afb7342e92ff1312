package io.fastmigrate;

import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a run. A failed run has one too: {@link ScriptFailedException#report()}. */
public final class Report {

    private record ReportFacts(
            Version before,
            Version after,
            List<HistoryEntry> applied,
            Optional<Path> backup,
            Duration took,
            List<Warning> warnings) {}

    private final ReportFacts facts;

    Report(
            Version before,
            Version after,
            List<HistoryEntry> applied,
            Optional<Path> backup,
            Duration took,
            List<Warning> warnings) {
        this.facts = new ReportFacts(before, after, List.copyOf(applied), backup, took, List.copyOf(warnings));
    }

    /** Returns the database's version when the run started. */
    public Version before() {
        return facts.before();
    }

    /** Returns the database's version when the run ended. */
    public Version after() {
        return facts.after();
    }

    /**
     * Returns the applied scripts, in order; empty if no script was pending, or if another process applied them in the
     * meantime.
     */
    public List<HistoryEntry> applied() {
        return facts.applied();
    }

    /** Returns the backup made before the first script, if the settings asked for one and scripts were pending. */
    public Optional<Path> backup() {
        return facts.backup();
    }

    /** Returns the duration of the whole run, including the wait for the lock. */
    public Duration took() {
        return facts.took();
    }

    /** Returns the warnings. */
    public List<Warning> warnings() {
        return facts.warnings();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Report same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    @Override
    public String toString() {
        return facts.toString().replaceFirst("Facts", "");
    }
}

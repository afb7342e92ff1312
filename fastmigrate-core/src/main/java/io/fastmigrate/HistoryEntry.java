package io.fastmigrate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One script that ran, as {@code _fastmigrate_history} keeps it. Immutable. */
public final class HistoryEntry {

    private record HistoryEntryFacts(
            Version from,
            Version version,
            String fileName,
            Script.Kind kind,
            String checksum,
            Instant appliedAt,
            Duration took,
            String appliedBy) {}

    private final HistoryEntryFacts facts;

    private HistoryEntry(HistoryEntryFacts facts) {
        this.facts = facts;
    }

    /**
     * Makes an entry, for an adapter that reads its own history. Add {@link #withTook} and {@link #withAppliedBy}.
     *
     * @param from the version before it ran
     * @param version the version it produced
     * @param fileName its name without the directory
     * @param checksum as {@link #checksum()} returned it when the entry was written
     * @param appliedAt when it was done
     */
    public static HistoryEntry of(
            Version from, Version version, String fileName, Script.Kind kind, String checksum, Instant appliedAt) {
        return new HistoryEntry(
                new HistoryEntryFacts(from, version, fileName, kind, checksum, appliedAt, Duration.ZERO, ""));
    }

    /** Returns the same entry with the time that the script ran. */
    public HistoryEntry withTook(Duration took) {
        return new HistoryEntry(new HistoryEntryFacts(
                from(), version(), fileName(), kind(), checksum(), appliedAt(), took, appliedBy()));
    }

    /** Returns the same entry with who applied the script: user and host. */
    public HistoryEntry withAppliedBy(String appliedBy) {
        return new HistoryEntry(new HistoryEntryFacts(
                from(), version(), fileName(), kind(), checksum(), appliedAt(), took(), appliedBy));
    }

    /** Returns the version before it ran. */
    public Version from() {
        return facts.from();
    }

    /** Returns the version it produced. */
    public Version version() {
        return facts.version();
    }

    /** Returns its name without the directory. */
    public String fileName() {
        return facts.fileName();
    }

    /** Returns what the script was written in. */
    public Script.Kind kind() {
        return facts.kind();
    }

    /**
     * Returns the checksum. Of a {@code .sql} script: {@code t1:}, the version of the rules, and lower-case hexadecimal SHA-256
     * of its tokens with line ends made {@code \n}; digits alone in a history from before there were versions. Of other
     * scripts: the digits for their bytes with line ends made {@code \n}.
     */
    public String checksum() {
        return facts.checksum();
    }

    /** Returns when it was done. */
    public Instant appliedAt() {
        return facts.appliedAt();
    }

    /** Returns how long it ran, in whole milliseconds. */
    public Duration took() {
        return facts.took();
    }

    /** Returns user and host. */
    public String appliedBy() {
        return facts.appliedBy();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HistoryEntry same && facts.equals(same.facts);
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

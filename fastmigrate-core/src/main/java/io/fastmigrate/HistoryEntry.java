package io.fastmigrate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An applied script, as recorded in {@code _fastmigrate_history}, or {@code _fastmigrate_repeatable} if it is repeatable. Immutable. */
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
     * Creates an entry, for an adapter that reads its own history. Add {@link #withTook} and {@link #withAppliedBy}.
     *
     * @param from the database's version before the script ran
     * @param version the database's version after the script ran
     * @param fileName its name without the directory
     * @param checksum as {@link #checksum()} returned it when the entry was written
     * @param appliedAt when the script was applied
     */
    public static HistoryEntry of(
            Version from, Version version, String fileName, Script.Kind kind, String checksum, Instant appliedAt) {
        return new HistoryEntry(
                new HistoryEntryFacts(from, version, fileName, kind, checksum, appliedAt, Duration.ZERO, ""));
    }

    /** Returns the same entry with the duration of the script. */
    public HistoryEntry withTook(Duration took) {
        return new HistoryEntry(new HistoryEntryFacts(
                from(), version(), fileName(), kind(), checksum(), appliedAt(), took, appliedBy()));
    }

    /** Returns the same entry with the user and host that applied the script. */
    public HistoryEntry withAppliedBy(String appliedBy) {
        return new HistoryEntry(new HistoryEntryFacts(
                from(), version(), fileName(), kind(), checksum(), appliedAt(), took(), appliedBy));
    }

    /** Returns the database's version before the script ran. */
    public Version from() {
        return facts.from();
    }

    /** Returns the database's version after the script ran; a repeatable script leaves it as it is. */
    public Version version() {
        return facts.version();
    }

    /** Returns its name without the migrations directory. */
    public String fileName() {
        return facts.fileName();
    }

    /** Returns whether the script is {@linkplain Script#isRepeatable() repeatable}. */
    public boolean isRepeatable() {
        return fileName().startsWith(Script.REPEATABLE);
    }

    /** Returns the kind of the script. */
    public Script.Kind kind() {
        return facts.kind();
    }

    /**
     * Returns the checksum. For a {@code .sql} script: {@code t1:}, which is the version of the rules, and the SHA-256
     * of its tokens in lower-case hexadecimal digits, with line ends normalized to {@code \n}; only the digits in a
     * history that is older than these versions. For other scripts: the SHA-256 of their bytes, with line ends
     * normalized to {@code \n}.
     */
    public String checksum() {
        return facts.checksum();
    }

    /** Returns when the script was applied. */
    public Instant appliedAt() {
        return facts.appliedAt();
    }

    /** Returns the duration of the script, in whole milliseconds. */
    public Duration took() {
        return facts.took();
    }

    /** Returns the user and host that applied the script. */
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

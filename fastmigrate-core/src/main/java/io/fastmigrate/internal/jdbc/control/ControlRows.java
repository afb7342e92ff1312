package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How our tables are asked, and what a row of the history means. */
final class ControlRows {

    static final String COLUMNS =
            "version, file_name, kind, checksum, applied_at, duration_ms, applied_by, from_version";

    private ControlRows() {}

    static String selectVersion(String table) {
        return "SELECT version FROM " + table + " WHERE id = 1";
    }

    static String selectHistory(String table) {
        return "SELECT " + COLUMNS + " FROM " + table + " ORDER BY version";
    }

    static String updateVersion(String table, Version version) {
        return "UPDATE " + table + " SET version = " + version.number() + " WHERE id = 1";
    }

    static String deleteEntry(String table, Version version) {
        return "DELETE FROM " + table + " WHERE version = " + version.number();
    }

    /** Returns a statement whose parameters are the values of all columns. */
    static String insertEntry(String table) {
        return "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    }

    /**
     * Returns a query of the checksum of a version's entry.
     *
     * @param required the version whose entry must be there too
     */
    static String selectChecksum(String table, Version version, Optional<Version> required) {
        return "SELECT checksum FROM " + table + " WHERE version = " + version.number()
                + required.map(kept ->
                                " AND EXISTS (SELECT 1 FROM " + table + " WHERE version = " + kept.number() + ")")
                        .orElse("");
    }

    static HistoryEntry entry(List<@Nullable String> row) {
        return HistoryEntry.of(
                        new Version(Integer.parseInt(String.valueOf(row.get(7)))),
                        new Version(Integer.parseInt(String.valueOf(row.get(0)))),
                        String.valueOf(row.get(1)),
                        Script.Kind.valueOf(String.valueOf(row.get(2))),
                        String.valueOf(row.get(3)),
                        Instant.parse(String.valueOf(row.get(4))))
                .withTook(Duration.ofMillis(Long.parseLong(String.valueOf(row.get(5)))))
                .withAppliedBy(String.valueOf(row.get(6)));
    }
}

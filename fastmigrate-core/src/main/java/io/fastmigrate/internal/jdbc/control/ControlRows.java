package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

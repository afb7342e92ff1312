package io.fastmigrate;

import java.time.Duration;
import java.time.Instant;

/**
 * One script that ran, as {@code _fastmigrate_history} keeps it.
 *
 * @param from the version before it ran
 * @param version the version it produced
 * @param fileName its name without the directory
 * @param checksum of a {@code .sql} script: {@code t1:}, the version of the rules, and lower-case hexadecimal SHA-256 of its
 *     tokens with line ends made {@code \n}; digits alone in a history from before there were versions. Of other scripts:
 *     the digits for their bytes with line ends made {@code \n}
 * @param appliedAt when it was done
 * @param took how long it ran, in whole milliseconds
 * @param appliedBy user and host
 */
public record HistoryEntry(
        Version from,
        Version version,
        String fileName,
        Script.Kind kind,
        String checksum,
        Instant appliedAt,
        Duration took,
        String appliedBy) {}

package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The disk of a server, as far as it is this machine's: no server tells how much is free on another one. */
final class ServerDisk {

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

    private ServerDisk() {}

    /**
     * Looks for room before a copy is made.
     *
     * @param directory where the server keeps its databases; empty where it does not tell
     */
    static void requireSpace(JdbcSource source, Optional<String> directory, long bytes) {
        List<String> hosts =
                source.dumpLogin("").map(login -> login.address().hosts()).orElse(List.of("elsewhere"));
        Optional<Path> place = directory.map(Path::of).filter(Files::isDirectory);
        if (place.isEmpty() || !HERE.containsAll(hosts)) {
            return;
        }
        long usable;
        try {
            usable = Files.getFileStore(place.get()).getUsableSpace();
        } catch (IOException e) {
            return;
        }
        if (usable < bytes) {
            throw ServerCopy.failed(
                    source,
                    "it needs " + bytes + " bytes on the server's disk, and " + usable + " are free (" + place.get()
                            + ").",
                    "Free space there, or rehearse with --schema-only.",
                    null);
        }
    }
}

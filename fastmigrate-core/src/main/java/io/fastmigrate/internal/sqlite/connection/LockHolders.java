package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock on a database just now. SQLite says only that someone does; Linux tells which processes, in {@code
 * /proc/locks}. To be asked by a connection that holds no lock itself. Nothing is opened: closing any file descriptor of a
 * database drops all locks that this process has on it.
 *
 * @param own whether it is another connection of this process
 * @param others the processes; empty where none are known
 */
record LockHolders(boolean own, Set<Long> others) {

    private static final Path LOCKS = Path.of("/proc/locks");

    /** One lock that is held, as "1: POSIX  ADVISORY  WRITE 4711 08:01:1234567 1073741825 1073741825". */
    private static final Pattern LOCK = Pattern.compile(
            "\\d+: (?:POSIX|OFDLCK) +\\S+ +(?:READ|WRITE) +(-?\\d+) +[0-9a-f]+:[0-9a-f]+:(\\d+) (\\d+) \\S+");

    /** Where SQLite's locks begin in a database: PENDING, RESERVED, SHARED. */
    private static final long PENDING_BYTE = 0x40000000L;

    private static final long LAST_SHARED_BYTE = PENDING_BYTE + 511;

    /** Where they begin in the index of a write-ahead log: the write lock, and then all others. */
    private static final long FIRST_WAL_BYTE = 120;

    private static final long LAST_WAL_BYTE = 127;

    /** Returns who holds a lock that SQLite reports as one of a connection with the same cache. */
    static LockHolders ofSharedCache() {
        return new LockHolders(true, Set.of());
    }

    static LockHolders of(SqliteSource source) {
        try {
            Optional<Path> file =
                    source instanceof SqliteFile named ? named.file() : Optional.of(Path.of(source.name()));
            return file.isEmpty() ? unknown() : of(file.get());
        } catch (RuntimeException notAFile) {
            return unknown();
        }
    }

    private static LockHolders unknown() {
        return new LockHolders(false, Set.of());
    }

    private static LockHolders of(Path database) {
        String locks;
        try {
            locks = Files.readString(LOCKS, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return unknown();
        }
        Set<Long> processes = new TreeSet<>();
        addHolders(processes, locks, database, PENDING_BYTE, LAST_SHARED_BYTE);
        addHolders(processes, locks, Path.of(database + "-shm"), FIRST_WAL_BYTE, LAST_WAL_BYTE);
        boolean own = processes.remove(ProcessHandle.current().pid());
        return new LockHolders(own, processes);
    }

    private static void addHolders(Set<Long> processes, String locks, Path file, long firstByte, long lastByte) {
        String inode = inode(file);
        for (String line : locks.lines().toList()) {
            Matcher lock = LOCK.matcher(line);
            if (lock.matches() && lock.group(2).equals(inode)) {
                long from = Long.parseLong(lock.group(3));
                long process = Long.parseLong(lock.group(1));
                if (process > 0 && from >= firstByte && from <= lastByte) {
                    processes.add(process);
                }
            }
        }
    }

    private static @Nullable String inode(Path file) {
        try {
            return String.valueOf(Files.getAttribute(file, "unix:ino"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the error of a wait for them that ended without success. */
    LockTimeoutException timeout(String database, Duration waited, SQLException cause) {
        String end = ": " + database + " (waited " + waited.toMillis() / 1000.0 + " s).";
        if (own && others.isEmpty()) {
            return Bridge.errors()
                    .lockTimeout(
                            "The database is locked by another connection of this program" + end,
                            "Find the connection that has an open transaction or result set, and commit or close it"
                                    + " before migrating.",
                            waited,
                            null,
                            cause);
        }
        if (others.isEmpty()) {
            return Bridge.errors().lockTimeout("The database is locked by another program" + end, waited, null, cause);
        }
        String holder = (others.size() == 1 ? "process " : "processes ")
                + others.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Bridge.errors()
                .lockTimeout("The database is locked by another program, " + holder + end, waited, holder, cause);
    }
}

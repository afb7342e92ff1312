package io.fastmigrate.test;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Folders in memory for the data of servers that tests start. A copy of a PostgreSQL database is some 300 small files, which a disk
 * makes and removes several times slower (measured: docs/performance.md).
 */
final class MemoryFolders {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "fastmigrate-test-";
    private static final String NAMES = PREFIX + "[0-9a-f]*";

    /** Held by the process that started the server, as long as it lives. */
    private static final String LOCK = "epg-lock";

    private static final long ENOUGH = 1L << 30;
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    private MemoryFolders() {}

    /** Returns a new path, after what killed processes left is removed; empty where there is no memory for files. */
    static Optional<Path> next() {
        try {
            if (!Files.isDirectory(MEMORY)
                    || !Files.isWritable(MEMORY)
                    || Files.getFileStore(MEMORY).getUsableSpace() < ENOUGH) {
                return Optional.empty();
            }
            removeLeftOvers();
        } catch (IOException e) {
            return Optional.empty();
        }
        byte[] number = new byte[8];
        new SecureRandom().nextBytes(number);
        return Optional.of(MEMORY.resolve(PREFIX + HexFormat.of().formatHex(number)));
    }

    private static void removeLeftOvers() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(MEMORY, NAMES)) {
            for (Path folder : folders) {
                removeIfLeft(folder);
            }
        }
    }

    /** Another process may remove it at the same time, or it may be another user's. */
    private static void removeIfLeft(Path folder) {
        Path lockFile = folder.resolve(LOCK);
        try {
            if (!Files.exists(lockFile)) {
                Instant made = Files.getLastModifiedTime(folder).toInstant();
                if (made.plus(LONGEST_START).isBefore(Instant.now())) {
                    TemporaryFolders.remove(folder);
                }
                return;
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    endServer(folder);
                    TemporaryFolders.remove(folder);
                }
            }
        } catch (IOException | OverlappingFileLockException e) {
            return;
        }
    }

    private static void endServer(Path folder) throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                    .filter(process -> lines.size() > 1 && lines.get(1).equals(folder.toString()))
                    .ifPresent(process -> {
                        process.destroy();
                        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
                    });
        }
    }
}

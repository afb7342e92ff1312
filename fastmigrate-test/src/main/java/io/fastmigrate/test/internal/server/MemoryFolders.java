package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.internal.database.TemporaryFolders;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Folders in memory for the data of servers that tests start. A copy of a PostgreSQL database is some 300 small files, which a disk
 * makes and removes several times slower (measured: docs/performance.md).
 */
public final class MemoryFolders {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "fastmigrate-test-";
    private static final String NAMES = PREFIX + "[0-9a-f]*";

    /** Beside the folder; its lock is held by the process that uses the folder, from before that is made until the process ends. */
    private static final String LOCK = ".lock";

    private static final long ENOUGH = 1L << 30;
    private static final Duration LONGEST_END = Duration.ofMinutes(10);

    /** By the lock file; no one here may open that again, because closing it would give up the lock of the whole process. */
    private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

    private MemoryFolders() {}

    /** Returns a new path, after what killed processes left is removed; empty where there is no memory for files. */
    public static synchronized Optional<Path> next() {
        try {
            if (!Files.isDirectory(MEMORY)
                    || !Files.isWritable(MEMORY)
                    || Files.getFileStore(MEMORY).getUsableSpace() < ENOUGH) {
                return Optional.empty();
            }
            removeLeftOvers();
            return Optional.of(take());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Another process may look into a lock file just before it is locked, and remove it as one that no one holds. */
    private static Path take() throws IOException {
        while (true) {
            byte[] number = new byte[8];
            new SecureRandom().nextBytes(number);
            Path folder = MEMORY.resolve(PREFIX + HexFormat.of().formatHex(number));
            Path file = lockFile(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null && Files.exists(file)) {
                HELD.put(file, lock);
                file.toFile().deleteOnExit();
                return folder;
            }
            channel.close();
        }
    }

    private static Path lockFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static void removeLeftOvers() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(MEMORY, NAMES)) {
            for (Path path : folders) {
                String name = path.toString();
                removeIfLeft(name.endsWith(LOCK) ? Path.of(name.substring(0, name.length() - LOCK.length())) : path);
            }
        }
    }

    /** Another process may remove it at the same time, or it may be another user's. */
    private static void removeIfLeft(Path folder) {
        Path file = lockFile(folder);
        if (HELD.containsKey(file)) {
            return;
        }
        try {
            if (!Files.exists(file)) {
                removeIfOld(folder);
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    endServer(folder);
                    TemporaryFolders.remove(folder);
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | OverlappingFileLockException e) {
            return;
        }
    }

    /** A process that ends gives up its lock file first. */
    private static void removeIfOld(Path folder) throws IOException {
        if (Files.exists(folder)
                && Files.getLastModifiedTime(folder)
                        .toInstant()
                        .plus(LONGEST_END)
                        .isBefore(Instant.now())) {
            TemporaryFolders.remove(folder);
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

package io.fastmigrate.backend.sqlite;

import io.fastmigrate.backend.Deadline;
import io.fastmigrate.backend.ThisProcess;
import io.fastmigrate.backend.Waiting;
import io.fastmigrate.model.DatabaseUnusableException;
import io.fastmigrate.model.DatabaseUnusableException.Problem;
import io.fastmigrate.model.LockTimeoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other starters out: a file beside the database, locked by the operating system, and within this process a
 * semaphore. The operating system drops the lock when its holder dies, so a file that was left behind blocks nobody.
 */
public final class MigrationLock implements AutoCloseable {

    /** File locks belong to the process, and closing any channel on a file drops them; hence one entry a file here. */
    private static final Map<String, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private static final String SUFFIX = ".fastmigrate.lock";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int HOLDER_LIMIT = 500;

    private final Path database;
    private final Path file;
    private final Semaphore semaphore;
    private final FileChannel channel;

    private MigrationLock(Path database, Path file, Semaphore semaphore, FileChannel channel) {
        this.database = database;
        this.file = file;
        this.semaphore = semaphore;
        this.channel = channel;
    }

    /**
     * Waits for the lock of a database.
     *
     * @param database the file, with symbolic links resolved
     * @throws LockTimeoutException if it was not had in time
     */
    public static MigrationLock acquire(Path database, Waiting waiting) throws InterruptedException {
        Path file = Path.of(database + SUFFIX);
        Deadline deadline = new Deadline(waiting);
        Semaphore semaphore = semaphore(file);
        while (!semaphore.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            deadline.check(database.toString(), "this process");
        }
        boolean acquired = false;
        try {
            while (true) {
                FileChannel channel = tryFile(file);
                if (channel != null) {
                    acquired = true;
                    return new MigrationLock(database, file, semaphore, channel);
                }
                deadline.check(database.toString(), holder(file));
                Thread.sleep(POLL.toMillis());
            }
        } catch (NoLocksException e) {
            throw new DatabaseUnusableException(
                    database.toString(),
                    Problem.NO_LOCKS,
                    "The file system of " + file.getParent() + " does not support locks (" + e.getMessage()
                            + "). SQLite needs them too, and two programs that use the database would damage it. Nothing"
                            + " was changed.",
                    "Put the database on a local volume; on NFS, see that the lock service runs and that the mount is not"
                            + " without it (nolock).",
                    e);
        } catch (IOException e) {
            PlaceProblem found = PlaceProblem.of(file, e);
            throw new DatabaseUnusableException(
                    database.toString(),
                    found.problem() == Problem.NO_ACCESS ? Problem.READ_ONLY : found.problem(),
                    "The lock file " + file + " cannot be written (" + found.reason() + ").",
                    found.advice(),
                    e);
        } finally {
            if (!acquired) {
                semaphore.release();
            }
        }
    }

    /**
     * Removes what starters that were killed left behind; without waiting, since what belongs to a lock that somebody
     * holds is no left-over. Where this user may not remove it, it stays and blocks nobody.
     */
    static void sweep(Path database, LeftOvers more) {
        Path file = Path.of(database + SUFFIX);
        if (!Files.exists(file) && !Files.exists(newDatabase(database)) && !Files.exists(newJournal(database))) {
            return;
        }
        Semaphore semaphore = semaphore(file);
        if (!semaphore.tryAcquire()) {
            return;
        }
        FileChannel channel = null;
        try {
            channel = tryFile(file);
            if (channel != null) {
                removeLeftOvers(database);
                more.remove();
            }
        } catch (IOException e) {
            // It is only litter.
            return;
        } finally {
            if (channel == null) {
                semaphore.release();
            } else {
                new MigrationLock(database, file, semaphore, channel).close();
            }
        }
    }

    /** What else a lock's holder may remove. */
    @FunctionalInterface
    interface LeftOvers {
        void remove() throws IOException;
    }

    /** Tells whether there is a lock file, which someone holds or has left behind. */
    static boolean isThere(Path database) {
        return Files.exists(Path.of(database + SUFFIX));
    }

    private static Semaphore semaphore(Path file) {
        return IN_THIS_PROCESS.computeIfAbsent(file.toString(), path -> new Semaphore(1));
    }

    /**
     * Returns the locked channel, or null when somebody else has the lock. A holder removes the file before it lets go
     * of it, so the file that was locked may no longer be the one that bears the name. Java cannot ask a channel which
     * file it is; but the file that bore the name before the opening and bears it after the locking is the one opened.
     */
    private static @Nullable FileChannel tryFile(Path file) throws IOException {
        boolean existed = Files.exists(file);
        Object before;
        FileChannel channel;
        try {
            before = identity(file);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean keep = false;
        try {
            FileLock lock = tryLock(channel);
            if (lock == null || !Files.exists(file) || !Objects.equals(before, keyOf(file))) {
                return null;
            }
            describeHolder(channel);
            keep = true;
            return channel;
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            return null;
        } catch (NoLocksException e) {
            if (!existed) {
                Files.deleteIfExists(file);
            }
            throw e;
        } finally {
            if (!keep) {
                channel.close();
            }
        }
    }

    /** Tells a lock that somebody else has (null) from a system that gives none. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
        } catch (ClosedChannelException | FileLockInterruptionException e) {
            throw e;
        } catch (IOException e) {
            throw new NoLocksException(e);
        }
    }

    /** The operating system knows no locks here. */
    private static final class NoLocksException extends IOException {

        private static final long serialVersionUID = 1L;

        NoLocksException(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** What counts is the lock; on a full disk nobody learns who has it. */
    private static void describeHolder(FileChannel channel) throws IOException {
        channel.truncate(0);
        try {
            channel.write(ByteBuffer.wrap(ThisProcess.describe().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            channel.truncate(0);
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return keyOf(file);
        } catch (NoSuchFileException e) {
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
            return keyOf(file);
        }
    }

    /** Returns the file's identity, or null on a system that has none: there an open file cannot be removed either. */
    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static Optional<String> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(HOLDER_LIMIT);
            channel.read(buffer, 0);
            String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
            return text.startsWith("process ") ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String holder(Path file) {
        return read(file).orElse(null);
    }

    /** Returns where a new database is built before it is given its name; only the lock's holder may. */
    Path newDatabase() {
        return newDatabase(database);
    }

    static Path newDatabase(Path database) {
        return Path.of(database + ".fastmigrate-new");
    }

    private static Path newJournal(Path database) {
        return Path.of(newDatabase(database) + "-journal");
    }

    /** Removes what a starter that was killed may have left. */
    void removeLeftOvers() throws IOException {
        removeLeftOvers(database);
    }

    private static void removeLeftOvers(Path database) throws IOException {
        Files.deleteIfExists(newDatabase(database));
        Files.deleteIfExists(newJournal(database));
    }

    /** Removes the file while it is still locked, so that nobody can lock a file that is about to vanish unnoticed. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Windows refuses while it is open; a file that stays blocks nobody.
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
        semaphore.release();
    }
}

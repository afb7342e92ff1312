package io.fastmigrate.internal.file;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps other processes out: a file beside the database, locked by the operating system, and within this process a
 * {@link JvmLock}. The operating system drops the lock when its holder dies, so a file that was left behind blocks no one.
 */
public final class MigrationFileLock implements AutoCloseable {

    private static final String SUFFIX = ".fastmigrate.lock";
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path database;
    private final LockFile file;
    private final JvmLock inProcess;
    private final FileChannel channel;

    private MigrationFileLock(Path database, LockFile file, JvmLock inProcess, FileChannel channel) {
        this.database = database;
        this.file = file;
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Waits for the lock of a database.
     *
     * @param database the file, with symbolic links resolved
     * @throws LockTimeoutException if it was not had in time
     */
    public static MigrationFileLock acquire(Path database, Waiting waiting) throws InterruptedException {
        return acquire(database, database, waiting);
    }

    /**
     * Waits for the lock of something that belongs to a database.
     *
     * @param subject what is locked: the file beside it is named after it
     * @param database whose owner and permissions the lock's file gets
     */
    public static MigrationFileLock acquire(Path subject, Path database, Waiting waiting) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockFile file = fileOf(subject, database);
        Deadline deadline = new Deadline(waiting);
        JvmLock inProcess = JvmLock.of(file.file());
        while (!inProcess.tryTake()) {
            deadline.check(subject.toString(), "this process");
            Thread.sleep(POLL.toMillis());
        }
        boolean acquired = false;
        try {
            while (true) {
                FileChannel channel = file.tryLock();
                if (channel != null) {
                    acquired = true;
                    return new MigrationFileLock(subject, file, inProcess, channel);
                }
                deadline.check(subject.toString(), file.holder().orElse(null));
                Thread.sleep(POLL.toMillis());
            }
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unusable(subject, file.file(), e);
        } finally {
            if (!acquired) {
                inProcess.close();
            }
        }
    }

    private static InterruptedException interrupted(IOException e) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        return interrupted;
    }

    private static DatabaseUnusableException unusable(Path database, Path file, IOException e) {
        if (e instanceof LockFile.NoLocksException) {
            return Bridge.errors()
                    .databaseUnusable(
                            database.toString(),
                            Problem.NO_LOCKS,
                            "The file system of " + file.getParent() + " does not support locks (" + e.getMessage()
                                    + "). SQLite needs them too, and two programs that use the database would damage it. Nothing"
                                    + " was changed.",
                            "Put the database on a local volume; on NFS, check that the lock service runs and that"
                                    + " the mount does not have the option nolock.",
                            e);
        }
        if (e instanceof LockFile.OccupiedException) {
            return Bridge.errors()
                    .databaseUnusable(
                            database.toString(),
                            Problem.OTHER,
                            "The migration lock cannot be taken: " + e.getMessage() + ". Nothing was changed.",
                            "Find out where it comes from, and move it away.",
                            e);
        }
        PlaceProblem found = PlaceProblem.of(file, e);
        return Bridge.errors()
                .databaseUnusable(
                        database.toString(),
                        found.problem() == Problem.NO_ACCESS ? Problem.READ_ONLY : found.problem(),
                        "The lock file " + file + " cannot be written (" + found.reason() + ").",
                        found.advice(),
                        e);
    }

    private static LockFile fileOf(Path subject, Path database) {
        return new LockFile(Path.of(subject + SUFFIX), database);
    }

    /**
     * Removes what processes that were killed left behind; without waiting, since what belongs to a lock that somebody
     * holds is no left-over. Where this user may not remove it, it stays and blocks no one.
     */
    public static void sweep(Path database, LeftOvers more) {
        LockFile file = fileOf(database, database);
        if (!file.isLeft() && !Files.exists(newDatabase(database)) && !Files.exists(newJournal(database))) {
            return;
        }
        JvmLock inProcess = JvmLock.of(file.file());
        if (!inProcess.tryTake()) {
            return;
        }
        FileChannel channel = null;
        try {
            channel = file.tryLock();
            if (channel != null) {
                removeLeftOvers(database);
                more.remove();
            }
        } catch (IOException e) {
            // It is only litter.
            return;
        } finally {
            if (channel == null) {
                inProcess.close();
            } else {
                new MigrationFileLock(database, file, inProcess, channel).close();
            }
        }
    }

    /** What else a lock's holder may remove. */
    @FunctionalInterface
    public interface LeftOvers {
        void remove() throws IOException;
    }

    /** Tells whether there is something to {@linkplain #acquire lock} that someone uses or has left behind. */
    static boolean isLeft(Path subject) {
        return fileOf(subject, subject).isLeft();
    }

    /** Tells whether there is a lock file, which someone holds or has left behind. */
    public static boolean isThere(Path database) {
        return fileOf(database, database).exists();
    }

    /** Returns where a new database is built before it is given its name; only the lock's holder may. */
    public Path newDatabase() {
        return newDatabase(database);
    }

    public static Path newDatabase(Path database) {
        return Path.of(database + ".fastmigrate-new");
    }

    private static Path newJournal(Path database) {
        return Path.of(newDatabase(database) + "-journal");
    }

    /** Removes what a process that was killed may have left. */
    public void removeLeftOvers() throws IOException {
        removeLeftOvers(database);
    }

    private static void removeLeftOvers(Path database) throws IOException {
        Files.deleteIfExists(newDatabase(database));
        Files.deleteIfExists(newJournal(database));
    }

    /** Removes the file while it is still locked, so that no one can lock a file that is about to vanish unnoticed. */
    @Override
    public void close() {
        file.remove();
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
        inProcess.close();
    }
}

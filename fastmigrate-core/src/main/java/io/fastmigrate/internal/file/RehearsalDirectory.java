package io.fastmigrate.internal.file;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A private directory beside a database, for a copy of it, or for the scripts of an adoption. A lock beside the directory
 * tells whether the process that uses it is alive: it ends with the process, and so what a killed one has left is known,
 * and removed. There are a few such places, with fixed names, which can be looked for without reading the directory.
 */
public final class RehearsalDirectory implements AutoCloseable {

    private static final String PREFIX = ".fastmigrate-rehearsal-";
    private static final String ADOPTION_PREFIX = ".fastmigrate-adopt-";
    private static final int PLACES = 8;
    private final Path path;
    private final MigrationFileLock lock;

    private RehearsalDirectory(Path path, MigrationFileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Tells whether a database is the copy of a rehearsal, or the one on which an adoption tries the old scripts. */
    public static boolean holds(Path database) {
        Path directory = database.getParent();
        String name = directory == null ? "" : String.valueOf(directory.getFileName());
        return name.startsWith(PREFIX) || name.startsWith(ADOPTION_PREFIX);
    }

    private static Path place(Path database, int number) {
        return database.resolveSibling(PREFIX + number + "-" + database.getFileName());
    }

    /** The name of the directory for the new scripts may be as long as a name can be. */
    private static Path adoptionPlace(Path above, Path target, int number) {
        return above.resolve(ADOPTION_PREFIX + number + "-" + Integer.toHexString(target.hashCode()));
    }

    /**
     * Makes one; the caller closes it.
     *
     * @throws BackupFailedException if as many rehearsals as there may be are going on
     */
    public static RehearsalDirectory make(Path database) throws IOException {
        return first(number -> place(database, number))
                .orElseThrow(() -> Bridge.errors()
                        .backupFailed(
                                "No copy was made of " + database + ": " + PLACES + " rehearsals of it are running.",
                                "Wait until one of them has ended, then rehearse again.",
                                null));
    }

    /**
     * Makes one for the scripts of an adoption; the caller closes it.
     *
     * @param above the directory that it is made in
     * @param target where the scripts go, absolute
     * @throws EnrollFailedException if as many adoptions as there may be are going on
     */
    public static RehearsalDirectory forAdoption(Path above, Path target) throws IOException {
        return first(number -> adoptionPlace(above, target, number))
                .orElseThrow(() -> Bridge.errors()
                        .enrollFailed(
                                "Nothing was adopted: " + PLACES + " adoptions with the directory " + target
                                        + " are running.",
                                "Wait until one of them has ended, then adopt again.",
                                null));
    }

    private static Optional<RehearsalDirectory> first(IntFunction<Path> places) throws IOException {
        for (int number = 1; number <= PLACES; number++) {
            Path place = places.apply(number);
            Optional<MigrationFileLock> lock = tryLock(place);
            if (lock.isPresent()) {
                RehearsalDirectory made = new RehearsalDirectory(place, lock.get());
                try {
                    made.create();
                    return Optional.of(made);
                } catch (IOException | RuntimeException e) {
                    made.lock.close();
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private void create() throws IOException {
        removeTree(path);
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] access = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectory(path, access);
    }

    /** Removes the copies that killed rehearsals left; those of living ones stay. Never waits. */
    public static void removeLeftOvers(Path database) {
        String before = database.resolveSibling(PREFIX).toString();
        String after = "-" + database.getFileName();
        for (int number = 1; number <= PLACES; number++) {
            removeLeftOver(Path.of(before + number + after));
        }
    }

    /**
     * Removes what killed adoptions left, in each directory above the one for the scripts: which of them were there at that
     * time is not known. What belongs to living ones stays. Never waits.
     */
    public static void removeAdoptions(Path target) {
        for (Path above = target.getParent(); above != null; above = above.getParent()) {
            for (int number = 1; number <= PLACES; number++) {
                removeLeftOver(adoptionPlace(above, target, number));
            }
        }
    }

    private static void removeLeftOver(Path place) {
        if (MigrationFileLock.isLeft(place)) {
            try {
                tryLock(place).ifPresent(lock -> new RehearsalDirectory(place, lock).close());
            } catch (IOException e) {
                // This user may not; another one's command removes it.
                return;
            }
        }
    }

    /** Returns the lock; empty where a living process has it, or where this user may not have it. */
    private static Optional<MigrationFileLock> tryLock(Path place) throws IOException {
        try {
            return Optional.of(MigrationFileLock.acquire(place, Waiting.NOT_AT_ALL));
        } catch (LockTimeoutException e) {
            return Optional.empty();
        } catch (DatabaseUnusableException e) {
            if (MigrationFileLock.isThere(place)) {
                return Optional.empty();
            }
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            removeTree(path);
        } catch (IOException e) {
            // The next command that may write here tries again.
            return;
        } finally {
            lock.close();
        }
    }

    private static void removeTree(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}

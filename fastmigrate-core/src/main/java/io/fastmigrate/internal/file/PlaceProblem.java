package io.fastmigrate.internal.file;

import io.fastmigrate.error.DatabaseUnusableException.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Why a file cannot be made, opened or written where it is. The operating system says it in the language of the system, and
 * SQLite says "unable to open database file" of all of this; so the place itself is looked at.
 *
 * @param reason to be put behind the name of the file
 */
public record PlaceProblem(Problem problem, String reason, String advice) {

    /** What SQLite on Unix takes for a whole path, with the name of the journal (MAX_PATHNAME in os_unix.c). */
    private static final int PATH_BYTES = 512 - "-journal".length();

    /** What the usual file systems take. */
    private static final int NAME_BYTES = 255;

    /** Less than the first page and its journal need. */
    private static final long NO_SPACE = 16 * 1024L;

    /** Returns what is wrong with the place of a file, or null if nothing can be found. */
    public static @Nullable PlaceProblem of(Path file) {
        PlaceProblem length = ofLength(file);
        return length != null ? length : ofDirectory(file);
    }

    /** Returns what is wrong with the place of a file; that there is nothing to find, with the system's own text. */
    public static PlaceProblem of(Path file, IOException failure) {
        PlaceProblem found = of(file);
        return found != null
                ? found
                : new PlaceProblem(
                        Problem.NO_ACCESS,
                        failure.toString(),
                        "Give this user permission to read and write the file and its directory, or specify"
                                + " another path.");
    }

    /** Returns what is too long for SQLite or for a file system, or null if nothing is. */
    public static @Nullable PlaceProblem ofLength(Path file) {
        if (File.separatorChar != '/') {
            return null;
        }
        int length = bytes(file);
        if (length > PATH_BYTES) {
            return new PlaceProblem(
                    Problem.NO_ACCESS,
                    "the path " + file + " has " + length + " bytes, and SQLite allows at most " + PATH_BYTES,
                    "Choose a shorter path.");
        }
        for (Path name : file) {
            if (bytes(name) > NAME_BYTES) {
                return new PlaceProblem(
                        Problem.NO_ACCESS,
                        "the name " + name + " has " + bytes(name) + " bytes, and file systems allow at most "
                                + NAME_BYTES,
                        "Choose a shorter name.");
            }
        }
        return null;
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Looks at the directory, or at the nearest one above that is there. */
    private static @Nullable PlaceProblem ofDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        while (directory != null && !Files.exists(directory)) {
            if (Files.isSymbolicLink(directory)) {
                return noAccess(
                        directory + " is a symbolic link to a file that does not exist",
                        "Correct the link, or specify another path.");
            }
            directory = directory.getParent();
        }
        if (directory == null) {
            return null;
        }
        if (!Files.isDirectory(directory)) {
            return noAccess(directory + " is a file, not a directory", "Correct the path.");
        }
        if (isReadOnly(directory)) {
            return new PlaceProblem(
                    Problem.READ_ONLY,
                    "the file system of " + directory + " is mounted read-only",
                    "Specify a path on a writable volume, or mount this one writable.");
        }
        if (!Files.isExecutable(directory) || !Files.isWritable(directory)) {
            return noAccess(
                    "the user " + System.getProperty("user.name") + " may not write in the directory " + directory,
                    "Give this user write permission on the directory, where SQLite keeps its journal too,"
                            + " or specify another path.");
        }
        return isFull(directory)
                ? new PlaceProblem(
                        Problem.DISK_FULL,
                        "the disk of " + directory + " is full",
                        "Free space on it, then run it again; or specify a path on another disk.")
                : null;
    }

    private static PlaceProblem noAccess(String reason, String advice) {
        return new PlaceProblem(Problem.NO_ACCESS, reason, advice);
    }

    private static boolean isReadOnly(Path directory) {
        try {
            return Files.getFileStore(directory).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    /** One without any space, such as that of /sys, is not full: it takes no files. */
    private static boolean isFull(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return store.getTotalSpace() > 0 && store.getUsableSpace() < NO_SPACE;
        } catch (IOException e) {
            return false;
        }
    }
}

package io.fastmigrate.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private directory among the system's temporary ones. A lock in it ends with the process, and so what a killed one has left
 * is known, and removed by the next.
 */
public final class ShadowDirectory implements AutoCloseable {

    private static final String PREFIX = "fastmigrate-shadow-";
    private static final String LOCK = "lock";

    /** To close a second channel to a file would give back the lock that the first one of this process has. */
    private static final String OWN = PREFIX + ProcessHandle.current().pid() + "-";

    private final Path path;
    private final FileChannel lock;

    private ShadowDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Tells whether a database is in such a directory. */
    public static boolean holds(Path database) {
        Path directory = database.getParent();
        return directory != null && String.valueOf(directory.getFileName()).startsWith(PREFIX);
    }

    /** Makes one, which only this user can read; the caller closes it. */
    public static ShadowDirectory create() throws IOException {
        Path path = Files.createTempDirectory(OWN);
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean complete = false;
        try {
            channel.lock();
            complete = true;
        } finally {
            if (!complete) {
                channel.close();
            }
        }
        removeLeftOvers(path);
        return new ShadowDirectory(path, channel);
    }

    public Path path() {
        return path;
    }

    /** One without its lock file is being made just now, and stays. */
    private static void removeLeftOvers(Path made) {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(made.resolveSibling(""), PREFIX + "*")) {
            for (Path other : others) {
                if (!String.valueOf(other.getFileName()).startsWith(OWN) && isLeft(other)) {
                    removeTree(other);
                }
            }
        } catch (IOException | RuntimeException e) {
            return; // this user may not; a later run tries again
        }
    }

    private static boolean isLeft(Path directory) {
        Path file = directory.resolve(LOCK);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (IOException e) {
            return false; // another user's
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            removeTree(path);
        } catch (IOException | UncheckedIOException e) {
            return; // the next one that is made removes it
        }
    }

    private static void removeTree(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}

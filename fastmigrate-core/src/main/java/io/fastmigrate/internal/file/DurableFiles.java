package io.fastmigrate.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Brings files and their names to the disk. Syncing a file keeps its bytes through a power cut; its name is a line of the
 * directory, which is synced by itself, and so is the name of a directory that was made.
 */
public final class DurableFiles {

    private DurableFiles() {}

    /** Brings the bytes of a file to the disk. */
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Brings to the disk which names a directory has. */
    public static void syncDirectory(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            // Windows opens no directories; there the name is on the disk when it is given. Elsewhere it may be written
            // but
            // not read, and nothing more can be done.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** Brings to the disk the name of a file or a directory. */
    public static void syncName(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            syncDirectory(directory);
        }
    }

    /** Writes a new file and brings its bytes, but not its name, to the disk. */
    public static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        sync(file);
    }

    /**
     * Makes a directory and those above it, whose names are then on the disk.
     *
     * @return those that were made, the outermost first
     */
    public static List<Path> createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = directory.toAbsolutePath(); path != null && !Files.exists(path); path = path.getParent()) {
            missing.push(path);
        }
        Files.createDirectories(directory);
        for (Path made : missing) {
            syncName(made);
        }
        return new ArrayList<>(missing);
    }
}

package io.fastmigrate.internal.file;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backup on its way: written under a name that says that it is unfinished, and given its own name when it is complete.
 * Closing it removes what is unfinished. Only one exists at a time for a database.
 */
public final class BackupFile implements AutoCloseable {

    private static final String BACKUP = ".backup";
    private static final String UNFINISHED = ".unfinished";

    private final String name;
    private final Path path;
    private final @Nullable FileAccess access;

    private BackupFile(String name, Path path, @Nullable FileAccess access) {
        this.name = name;
        this.path = path;
        this.access = access;
    }

    /** Makes an empty file beside the database, which at first only its owner may read. */
    public static BackupFile create(Path database) throws IOException {
        String name = database + "." + BackupSet.stamp();
        Path path = Path.of(name + BACKUP + UNFINISHED);
        FileAccess access = FileAccess.of(database);
        access.createPrivately(path);
        return new BackupFile(name, path, access);
    }

    /**
     * Makes an empty file that only its owner will ever read, for a database that is no file.
     *
     * @param base what the backup's name begins with
     */
    public static BackupFile createPrivately(Path base) throws IOException {
        String name = base + "." + BackupSet.stamp();
        Path path = Path.of(name + BACKUP + UNFINISHED);
        FileAccess.of(BackupSet.directory(base)).createPrivately(path);
        return new BackupFile(name, path, null);
    }

    /** Removes what killed backups of a database left behind; to be called only when none is being made. */
    public static void removeAbandoned(Path database) throws IOException {
        String name = String.valueOf(database.getFileName());
        Pattern abandoned = Pattern.compile(
                Pattern.quote(name) + "\\.\\d{8}_\\d{6}\\.backup\\" + UNFINISHED + "(-journal|\\.wal)?");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(BackupSet.directory(database))) {
            for (Path entry : entries) {
                if (abandoned.matcher(String.valueOf(entry.getFileName())).matches()) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /** Returns where it is while it is unfinished. */
    public Path path() {
        return path;
    }

    /**
     * Looks for room before anything is written.
     *
     * @throws BackupFailedException if there is too little
     */
    public void requireSpace(long bytes) {
        requireSpace(path, bytes, "No backup was made");
    }

    /**
     * Looks for room where a file is to be written.
     *
     * @param failed what is said first where there is too little
     */
    public static void requireSpace(Path path, long bytes, String failed) {
        // Not the file store: after a chroot, the table of mounts does not have the file's. No answer is 0 for both.
        long usable = path.toFile().getUsableSpace();
        if (usable < bytes && path.toFile().getTotalSpace() > 0) {
            throw Bridge.errors()
                    .backupFailed(
                            failed + ": it needs " + bytes + " bytes beside the database, and " + usable + " are free ("
                                    + path + ").",
                            "Free space on that disk, then run it again.",
                            null);
        }
    }

    /** Brings the file to the disk, with the database's own permissions, and gives it a name that was free. */
    public Path publish() throws IOException {
        DurableFiles.sync(path);
        if (access != null) {
            // It may be a database that no one may write.
            access.applyTo(path);
        }
        Path free = Path.of(name + BACKUP);
        for (int i = 1; !rename(free); i++) {
            free = Path.of(name + "_" + i + BACKUP);
        }
        DurableFiles.syncName(path);
        return free;
    }

    /** Returns false if the name is taken. Never overwrites: a hard link, unlike a move, fails where something is. */
    private boolean rename(Path target) throws IOException {
        if (!StrayJournals.beside(target).isEmpty()) {
            // Of a backup that had this name, was opened and deleted: restoring ours would play it back.
            return false;
        }
        try {
            Files.createLink(target, path);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | IOException e) {
            return renameWithoutLinks(path, target);
        }
        Files.delete(path);
        return true;
    }

    /** For file systems that know no hard links: takes the name first, then moves over what is our own. */
    public static boolean renameWithoutLinks(Path path, Path target) throws IOException {
        try {
            Files.createFile(target);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(Path.of(path + "-journal"));
        Files.deleteIfExists(Path.of(path + ".wal"));
    }
}

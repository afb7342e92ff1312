package io.fastmigrate.internal.file;

import io.fastmigrate.internal.process.ThisProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a lock. What stands in its place and is not a lock's file, as a link to another file, is never written to.
 *
 * @param file where it is, beside the database
 * @param database whose owner and permissions it gets, so that no user locks the others out, alive or dead
 */
record LockFile(Path file, Path database) {

    private static final int HOLDER_LIMIT = 500;
    private static final String MARK = "process ";

    /** Where there is another thing than a lock's file. */
    static final class OccupiedException extends IOException {
        private static final long serialVersionUID = 1L;

        OccupiedException(Path file, String what) {
            super(file + " is " + what + ", and no lock of fastmigrate's");
        }
    }

    /** The operating system knows no locks here. */
    static final class NoLocksException extends IOException {
        private static final long serialVersionUID = 1L;

        NoLocksException(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Tells whether there is a file; not of a link that leads nowhere. Java answers this without an exception, of which {@link #exists}
     * costs one where there is none: a call with nothing to do asks for eleven files.
     */
    boolean isLeft() {
        return Files.exists(file);
    }

    /**
     * Returns the locked channel, or null when somebody else has the lock. A holder removes the file before it lets go
     * of it, so the file that was locked may no longer be the one that bears the name. Java cannot ask a channel which
     * file it is; but the file that bore the name before the opening and bears it after the locking is the one opened.
     */
    @Nullable
    FileChannel tryLock() throws IOException {
        return tryLock(DeadFile.REMOVE);
    }

    /** What to do about a file of another user's that no one holds; once is enough. */
    private enum DeadFile {
        REMOVE,
        KEEP
    }

    private @Nullable FileChannel tryLock(DeadFile dead) throws IOException {
        boolean existed = exists();
        try {
            Object before = identity();
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            return locked(channel, before);
        } catch (NoSuchFileException e) {
            return null;
        } catch (NoLocksException e) {
            if (!existed) {
                Files.deleteIfExists(file);
            }
            throw e;
        } catch (AccessDeniedException e) {
            if (exists() && Files.isReadable(file)) {
                return dead == DeadFile.REMOVE && removesDead() ? tryLock(DeadFile.KEEP) : null;
            }
            if (exists()) {
                return null;
            }
            throw e;
        }
    }

    /** Tells a lock that somebody else has (null) from a system that gives none. */
    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(Long.MAX_VALUE - 1, 1, shared);
        } catch (ClosedChannelException | FileLockInterruptionException e) {
            throw e;
        } catch (IOException e) {
            throw new NoLocksException(e);
        }
    }

    private @Nullable FileChannel locked(FileChannel channel, @Nullable Object before) throws IOException {
        boolean keep = false;
        try {
            FileLock lock = tryLock(channel, false);
            if (lock == null || !Objects.equals(before, keyOf(attributes()))) {
                return null;
            }
            describeHolder(channel);
            keep = true;
            return channel;
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            return null;
        } finally {
            if (!keep) {
                channel.close();
            }
        }
    }

    /**
     * A file of another user's, who alone may write it. A lock for reading is had only while no one has the one for writing,
     * and no one gets that one as long as we have ours: so its holder is dead, and the file goes.
     */
    private boolean removesDead() throws IOException {
        Object before = keyOf(attributes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            FileLock lock = tryLock(channel, true);
            if (lock != null && before != null && before.equals(keyOf(attributes()))) {
                return Files.deleteIfExists(file);
            }
            return false;
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            // Somebody else was faster.
            return false;
        }
    }

    /** What counts is the lock; on a full disk no one learns who has it. */
    private void describeHolder(FileChannel channel) throws IOException {
        requireOurs(channel);
        channel.truncate(0);
        try {
            channel.write(ByteBuffer.wrap(ThisProcess.describe().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            channel.truncate(0);
        }
    }

    private void requireOurs(FileChannel channel) throws IOException {
        if (channel.size() > 0 && !text(channel).startsWith(MARK) && !isTorn(channel)) {
            throw new OccupiedException(file, "a file with other content");
        }
        // Not the file store: after a chroot, the table of mounts does not have the file's.
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
            throw new OccupiedException(file, "a file that has another name too (a hard link)");
        }
    }

    /** A power cut may keep a file's length and lose its content: a lock's file is then nothing but zeros. */
    private static boolean isTorn(FileChannel channel) throws IOException {
        return channel.size() <= HOLDER_LIMIT && text(channel).chars().allMatch(c -> c == 0);
    }

    private @Nullable Object identity() throws IOException {
        try {
            return keyOf(attributes());
        } catch (NoSuchFileException e) {
            make();
            return keyOf(attributes());
        }
    }

    private void make() throws IOException {
        try {
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
        } catch (FileAlreadyExistsException e) {
            // Somebody else was faster, and gives it its owner.
            return;
        }
        if (Files.exists(database)) {
            FileAccess.of(database).applyToLock(file);
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw new OccupiedException(file, "a symbolic link");
        } else if (attributes.isDirectory()) {
            throw new OccupiedException(file, "a directory");
        } else if (!attributes.isRegularFile()) {
            throw new OccupiedException(file, "a pipe, a socket or a device");
        }
        return attributes;
    }

    /** Returns the file's identity, or null on a system that has none. */
    private static @Nullable Object keyOf(BasicFileAttributes attributes) {
        return attributes.fileKey();
    }

    /**
     * Removes the file of a lock that is held. Where files have no identity, as on Windows, it stays: there an open file
     * can be removed too, and who had opened it before would not notice that it is another one's by now.
     */
    void remove() {
        try {
            if (keyOf(attributes()) != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A file that stays blocks no one.
            return;
        }
    }

    /** Returns who has the lock, as far as that can be read. Only while no one in this process has it. */
    Optional<String> holder() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            String text = text(channel);
            return text.startsWith(MARK) ? Optional.of(text) : Optional.empty();
        } catch (AccessDeniedException e) {
            return owner();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> owner() {
        try {
            return Optional.of(
                    "a process of user " + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS) + " (if none runs,"
                            + " that user's " + file.getFileName() + " is left over and has to be removed)");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HOLDER_LIMIT);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }
}

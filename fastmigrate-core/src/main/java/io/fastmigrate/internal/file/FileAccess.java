package io.fastmigrate.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may read and write a file, so that a copy of it is never open to more people.
 *
 * @param attributes null where the file system has no POSIX permissions: there a directory hands its own down
 */
public record FileAccess(@Nullable PosixFileAttributes attributes) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    public static FileAccess of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return new FileAccess(view == null ? null : view.readAttributes());
    }

    /** Makes an empty file that only its owner may open. */
    public void createPrivately(Path file) throws IOException {
        if (attributes == null) {
            Files.createFile(file);
        } else {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
    }

    /** Gives a file the same owner, group and permissions; where the group cannot be the same, it may do nothing. */
    void applyTo(Path file) throws IOException {
        applyTo(file, Set.of());
    }

    /** Does so for a file that its owner has to open for writing, though it may belong to one that no one may write. */
    void applyToLock(Path file) throws IOException {
        applyTo(file, OWNER_ONLY);
    }

    private void applyTo(Path file, Set<PosixFilePermission> always) throws IOException {
        if (attributes == null) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(attributes.permissions());
        if (!hasSameGroup(view, attributes)) {
            permissions.removeAll(PosixFilePermissions.fromString("---rwx---"));
        }
        permissions.addAll(always);
        trySameOwner(view, attributes);
        view.setPermissions(permissions);
    }

    private static boolean hasSameGroup(PosixFileAttributeView view, PosixFileAttributes wanted) throws IOException {
        if (view.readAttributes().group().equals(wanted.group())) {
            return true;
        }
        try {
            view.setGroup(wanted.group());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void trySameOwner(PosixFileAttributeView view, PosixFileAttributes wanted) throws IOException {
        if (!view.readAttributes().owner().equals(wanted.owner())) {
            try {
                view.setOwner(wanted.owner());
            } catch (IOException e) {
                // Only the superuser may give files away; it stays ours.
                return;
            }
        }
    }
}

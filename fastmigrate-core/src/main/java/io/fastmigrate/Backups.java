package io.fastmigrate;

import io.fastmigrate.model.BackupFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps as many backups as were asked for. */
final class Backups {

    private Backups() {}

    /** Removes the oldest backups beyond those to keep. */
    static void prune(Settings settings) {
        if (settings.keepBackups == 0) {
            return;
        }
        List<Path> backups = settings.backend().backups();
        for (Path backup : backups.subList(0, Math.max(0, backups.size() - settings.keepBackups))) {
            try {
                Files.deleteIfExists(backup);
            } catch (IOException e) {
                throw new BackupFailedException(
                        "The backup was made, but an old one could not be removed: " + backup + " (" + e + ").",
                        "Give this user write permission on its directory, or keep all (keep-backups: 0).",
                        e);
            }
        }
    }
}

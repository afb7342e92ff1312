package io.fastmigrate;

import io.fastmigrate.backend.Backend;
import io.fastmigrate.backend.Session;
import io.fastmigrate.backend.Snapshot;
import io.fastmigrate.backend.Waiting;
import io.fastmigrate.model.BackupFailedException;
import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.Version;
import java.nio.file.Path;

/** Puts a backup back by hand. */
final class Restorer {

    private final Backend backend;
    private final Waiting waiting;

    Restorer(Backend backend, Waiting waiting) {
        this.backend = backend;
        this.waiting = waiting;
    }

    Version restore(Path backup, Restore restore) {
        Snapshot saved = backend.other(backup).read();
        switch (saved.presence()) {
            case MANAGED -> {}
            case MISSING ->
                throw new BackupFailedException(
                        "There is no backup at " + backup.toAbsolutePath() + ".",
                        "Name a file that backup wrote: <database>.<date>_<time>.backup.",
                        null);
            case UNMANAGED ->
                throw new BackupFailedException(
                        backup.toAbsolutePath() + " is a database without a version, and so no backup of this one.",
                        "Name a file that backup wrote: <database>.<date>_<time>.backup.",
                        null);
        }
        if (backend.read().presence() == Snapshot.Presence.MISSING) {
            throw new DatabaseNotFoundException(backend.name());
        }
        try (Session session = backend.open(waiting)) {
            if (restore == Restore.UNLESS_NEWER) {
                demandNotNewer(session.read().version(), saved.version(), backup);
            }
            session.restore(backup);
            return saved.version();
        }
    }

    private void demandNotNewer(Version now, Version saved, Path backup) {
        if (now.isAfter(saved)) {
            throw new BackupFailedException(
                    "The database is at version " + now + ", the backup " + backup + " at " + saved
                            + ": what was done since would be lost. Nothing was changed.",
                    "Tell restore to discard what is newer (--discard-newer), if that is what you want.",
                    null);
        }
    }
}

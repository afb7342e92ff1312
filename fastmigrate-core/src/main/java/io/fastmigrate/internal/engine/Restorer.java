package io.fastmigrate.internal.engine;

import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts a backup back by hand. */
final class Restorer {

    private final Backend<?> backend;
    private final Waiting waiting;

    Restorer(Backend<?> backend, Waiting waiting) {
        this.backend = backend;
        this.waiting = waiting;
    }

    Version restore(Path backup, Restore restore) {
        Snapshot saved = backend.readBackup(backup);
        switch (saved.presence()) {
            case MANAGED -> {}
            case MISSING ->
                throw Bridge.errors()
                        .backupFailed(
                                "There is no backup at " + backup.toAbsolutePath() + ".",
                                "Specify a file that backup wrote: <database>.<date>_<time>.backup.",
                                null);
            case UNMANAGED ->
                throw Bridge.errors()
                        .backupFailed(
                                backup.toAbsolutePath() + " is a database without a version, so it is not a backup"
                                        + " of this one.",
                                "Specify a file that backup wrote: <database>.<date>_<time>.backup.",
                                null);
        }
        requireDatabase(backup, restore);
        try (Session<?> session = backend.open(waiting)) {
            session.restore(backup, now -> {
                if (restore == Restore.UNLESS_NEWER) {
                    requireNotNewer(now, saved.version(), backup);
                }
            });
            return saved.version();
        }
    }

    /** Pages can be put only into a database; over anything else a file is copied, and that is not for a program to do. */
    private void requireDatabase(Path backup, Restore restore) {
        switch (presence(backup)) {
            case MANAGED -> {}
            case UNMANAGED -> {
                if (restore == Restore.UNLESS_NEWER) {
                    throw Bridge.errors()
                            .backupFailed(
                                    "The backup " + backup + " was not restored: " + backend.name()
                                            + " has no version, so it may be another database. Nothing was changed.",
                                    "Correct the path of the database; or restore with --discard-newer, which"
                                            + " discards its content.",
                                    null);
                }
            }
            case MISSING ->
                throw Bridge.errors()
                        .backupFailed(
                                "The backup " + backup + " was not restored. Database file does not exist: "
                                        + backend.name(),
                                "Correct the path; or " + byHand(backup),
                                Bridge.errors().databaseNotFound(backend.name()));
        }
    }

    private Snapshot.Presence presence(Path backup) {
        try {
            return backend.read().presence();
        } catch (DatabaseUnusableException e) {
            if (e.problem() != Problem.NOT_A_DATABASE && e.problem() != Problem.CORRUPT) {
                throw e;
            }
            throw Bridge.errors()
                    .backupFailed(
                            "The backup " + backup + " was not restored. " + e.getMessage(),
                            "Copy it by hand: end every program that uses the database; move the file away, and those beside it"
                                    + " that end in -wal, -shm and -journal; then copy " + backup + " to "
                                    + backend.name()
                                    + ".",
                            e);
        }
    }

    /** What is left of a database that was deleted would be played into the next file of that name. */
    private String byHand(Path backup) {
        List<String> leftOver = Stream.of("-wal", "-journal", "-shm")
                .map(suffix -> backend.name() + suffix)
                .filter(name -> Files.exists(Path.of(name)))
                .toList();
        String first = leftOver.isEmpty()
                ? "check that no file beside that path ends in -wal or -journal, and "
                : "move away the files that are left of the old database, which SQLite would apply to the copy ("
                        + String.join(", ", leftOver) + "), and ";
        return "copy it by hand: " + first + "copy " + backup + " to " + backend.name() + ".";
    }

    private void requireNotNewer(Version now, Version saved, Path backup) {
        if (now.isAfter(saved)) {
            throw Bridge.errors()
                    .backupFailed(
                            "The database is at version " + now + ", the backup " + backup + " at " + saved
                                    + ": later changes would be lost. Nothing was changed.",
                            "Restore with --discard-newer, if the newer changes may be lost.",
                            null);
        }
    }
}

package io.fastmigrate.internal.port;

import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.util.concurrent.TimeUnit;

/** A database that follows another one: what is migrated there arrives here by itself. */
public final class Replica {

    private static final long POLL_MILLIS = 250;

    private final Backend<?> backend;
    private final Waiting waiting;

    public Replica(Backend<?> backend, Waiting waiting) {
        this.backend = backend;
        this.waiting = waiting;
    }

    /**
     * Waits until the database has a version; never writes.
     *
     * @throws DatabaseUnusableException if it has not in time
     */
    public Version await(Version target) {
        Deadline deadline = new Deadline(waiting);
        while (true) {
            Version version = backend.read().version();
            if (version.compareTo(target) >= 0) {
                return version;
            }
            if (deadline.isOver()) {
                throw Bridge.errors()
                        .databaseUnusable(
                                backend.name(),
                                Problem.READ_ONLY,
                                "The database " + backend.name() + " is a read-only replica. It is at version "
                                        + version + ", and the highest script is " + target + ".",
                                "Migrate its primary server, or increase lock-timeout to wait longer for a migration there.",
                                null);
            }
            deadline.tell("the primary server of this replica");
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Bridge.errors().interruptedWhileWaiting(backend.name());
            }
        }
    }
}

package io.fastmigrate.internal.port;

import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that holds the migration lock. Used by one thread, closed by whoever opened it. */
public interface Session<S extends Step> extends ScriptConnection<S>, AutoCloseable {

    /**
     * Waits for the migration lock where {@link Backend#open} has not; {@link #read} reads again then.
     *
     * @throws io.fastmigrate.error.LockTimeoutException if another process holds the lock for too long
     */
    default void lock() {}

    /** Reads again, now that no one else migrates. */
    Snapshot read();

    /** Returns what the scripts will do to rows that they do not name, as far as the database of now tells. */
    default List<Warning> foreseen(List<S> steps) {
        return List.of();
    }

    /** Tells whether a script can share a transaction with others. */
    boolean canJoin(S step);

    /** Returns the schema of an unmanaged database, and the rows of some tables, as a script that makes them. */
    default String dumpSchema(List<String> tablesWithData) {
        throw new IllegalStateException("The backend cannot enroll.");
    }

    /**
     * Proves that a script makes the schema of the database.
     *
     * @param migration runs the script on an empty database
     * @throws io.fastmigrate.error.EnrollFailedException if it does not
     */
    default void proveSchema(Consumer<Backend<?>> migration) {
        throw new IllegalStateException("The backend cannot enroll.");
    }

    /** Does what {@link AdoptingBackend#rows} does, by the connection of the session. */
    default Optional<List<Map<String, @Nullable String>>> rows(String table) {
        throw new IllegalStateException("The backend cannot adopt.");
    }

    /** Tells whether there is nothing in the database but our own tables, so that no backup of it is worth anything. */
    default boolean holdsNothing() {
        return false;
    }

    /** Writes a consistent copy beside the database. */
    Path backUp(CopyListener listener);

    /** Says how a person puts a backup back that fastmigrate does not put back by itself; empty where it does. */
    default Optional<String> howToRestore(Path backup) {
        return Optional.empty();
    }

    /**
     * Asks before a run that wants it whether {@link #undo} can put a backup back.
     *
     * @throws io.fastmigrate.error.BackupFailedException if it cannot
     */
    default void requireUndo() {}

    /** Does {@link Backend#pruneBackups} for the backup that this session made, without a second connection. */
    default void pruneBackups(Backend<?> backend, int keep, Path made) {
        backend.pruneBackups(keep, made);
    }

    /**
     * Puts a backup back, in place, so that others attached to the database see it whole.
     *
     * @param check is given the version that the database has when no one can change it any more; may throw
     */
    void restore(Path backup, Consumer<Version> check);

    /**
     * Puts the backup that {@link #backUp} of this session made back, if something of the run is left in the database, and
     * if it is certain that no one else has committed since.
     */
    default UndoOutcome undo(Path backup) {
        return UndoOutcome.refused("fastmigrate cannot restore a backup of this database");
    }

    @Override
    void close();
}

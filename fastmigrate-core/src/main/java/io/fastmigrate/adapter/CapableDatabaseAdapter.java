package io.fastmigrate.adapter;

import io.fastmigrate.HistoryEntry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that gives some, or all, of the guarantees that fastmigrate's own databases have. Name the capabilities, and
 * implement the methods that {@link AdapterCapability} lists for each.
 *
 * @param <C> the handle
 */
public interface CapableDatabaseAdapter<C extends @Nullable Object> extends DatabaseAdapter<C> {

    /** Returns what this adapter can do; always the same. */
    Set<AdapterCapability> capabilities();

    /**
     * Tries once, without waiting, to get the migration lock. It must go away by itself when the handle's connection
     * breaks, and must not be a transaction: scripts that are processes run while it is held.
     *
     * @return false if another process has it
     */
    default boolean tryLock(C conn) throws Exception {
        throw new UnsupportedOperationException("tryLock is not implemented");
    }

    /** Lets go of the lock. */
    default void unlock(C conn) throws Exception {
        throw new UnsupportedOperationException("unlock is not implemented");
    }

    /** Returns the history in the order of versions; empty where none has been written. Must not write. */
    default List<HistoryEntry> readHistory(C conn) throws Exception {
        throw new UnsupportedOperationException("readHistory is not implemented");
    }

    /** Keeps an entry, in place of one with the same version; makes the table where it is missing. */
    default void writeHistory(C conn, HistoryEntry entry) throws Exception {
        throw new UnsupportedOperationException("writeHistory is not implemented");
    }

    /** Begins the transaction of one script; {@code getVersion}, the script, {@code setVersion} and its entry follow in it. */
    default void begin(C conn) throws Exception {
        throw new UnsupportedOperationException("begin is not implemented");
    }

    /** Commits. */
    default void commit(C conn) throws Exception {
        throw new UnsupportedOperationException("commit is not implemented");
    }

    /** Takes back all since {@code begin}; called after any failure in between, also one of {@code commit}. */
    default void rollback(C conn) throws Exception {
        throw new UnsupportedOperationException("rollback is not implemented");
    }
}

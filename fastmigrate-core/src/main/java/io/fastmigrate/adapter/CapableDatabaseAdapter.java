package io.fastmigrate.adapter;

import io.fastmigrate.HistoryEntry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that gives some, or all, of the guarantees that fastmigrate's own databases have. List the capabilities,
 * and implement the methods that {@link AdapterCapability} lists for each.
 *
 * @param <C> the handle
 */
public interface CapableDatabaseAdapter<C extends @Nullable Object> extends DatabaseAdapter<C> {

    /** Returns the capabilities of this adapter; they never change. */
    Set<AdapterCapability> capabilities();

    /**
     * Tries once, without waiting, to acquire the migration lock. The lock must be released automatically when the
     * handle's connection breaks, and must not need an open transaction, because scripts that are processes run while
     * it is held.
     *
     * @return false if another process has it
     */
    default boolean tryLock(C conn) throws Exception {
        throw new UnsupportedOperationException("tryLock is not implemented");
    }

    /** Releases the lock. */
    default void unlock(C conn) throws Exception {
        throw new UnsupportedOperationException("unlock is not implemented");
    }

    /** Returns the history in the order of versions; empty if there is none. Must not write. */
    default List<HistoryEntry> readHistory(C conn) throws Exception {
        throw new UnsupportedOperationException("readHistory is not implemented");
    }

    /** Stores an entry, and replaces one with the same version; creates the table if it does not exist. */
    default void writeHistory(C conn, HistoryEntry entry) throws Exception {
        throw new UnsupportedOperationException("writeHistory is not implemented");
    }

    /**
     * Returns how the repeatable scripts ran last, in the order of their file names; empty if there is none. Must not write.
     * The version before and after each is the one that the entry had when it was written.
     */
    default List<HistoryEntry> readRepeatable(C conn) throws Exception {
        throw new UnsupportedOperationException("readRepeatable is not implemented");
    }

    /** Stores an entry, and replaces one with the same file name; creates the table if it does not exist. */
    default void writeRepeatable(C conn, HistoryEntry entry) throws Exception {
        throw new UnsupportedOperationException("writeRepeatable is not implemented");
    }

    /**
     * Begins the transaction of one script, which contains the calls of {@code getVersion}, {@code executeSql}, {@code
     * setVersion}, {@code writeHistory}, {@code readRepeatable} and {@code writeRepeatable} that follow.
     */
    default void begin(C conn) throws Exception {
        throw new UnsupportedOperationException("begin is not implemented");
    }

    /** Commits. */
    default void commit(C conn) throws Exception {
        throw new UnsupportedOperationException("commit is not implemented");
    }

    /** Rolls back everything since {@code begin}; called after any failure in between, also one of {@code commit}. */
    default void rollback(C conn) throws Exception {
        throw new UnsupportedOperationException("rollback is not implemented");
    }
}

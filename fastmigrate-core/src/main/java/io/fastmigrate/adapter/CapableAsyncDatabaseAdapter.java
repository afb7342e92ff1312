package io.fastmigrate.adapter;

import io.fastmigrate.HistoryEntry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous adapter that gives more guarantees. Its methods correspond to those of {@link
 * CapableDatabaseAdapter}.
 *
 * @param <C> the handle
 */
public interface CapableAsyncDatabaseAdapter<C extends @Nullable Object> extends AsyncDatabaseAdapter<C> {

    /** Returns the capabilities of this adapter; they never change. */
    Set<AdapterCapability> capabilities();

    /** See {@link CapableDatabaseAdapter#tryLock}. */
    default CompletionStage<Boolean> tryLock(C conn) throws Exception {
        throw new UnsupportedOperationException("tryLock is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#unlock}. */
    default CompletionStage<?> unlock(C conn) throws Exception {
        throw new UnsupportedOperationException("unlock is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#readHistory}. */
    default CompletionStage<List<HistoryEntry>> readHistory(C conn) throws Exception {
        throw new UnsupportedOperationException("readHistory is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#writeHistory}. */
    default CompletionStage<?> writeHistory(C conn, HistoryEntry entry) throws Exception {
        throw new UnsupportedOperationException("writeHistory is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#readRepeatable}. */
    default CompletionStage<List<HistoryEntry>> readRepeatable(C conn) throws Exception {
        throw new UnsupportedOperationException("readRepeatable is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#writeRepeatable}. */
    default CompletionStage<?> writeRepeatable(C conn, HistoryEntry entry) throws Exception {
        throw new UnsupportedOperationException("writeRepeatable is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#begin}. */
    default CompletionStage<?> begin(C conn) throws Exception {
        throw new UnsupportedOperationException("begin is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#commit}. */
    default CompletionStage<?> commit(C conn) throws Exception {
        throw new UnsupportedOperationException("commit is not implemented");
    }

    /** See {@link CapableDatabaseAdapter#rollback}. */
    default CompletionStage<?> rollback(C conn) throws Exception {
        throw new UnsupportedOperationException("rollback is not implemented");
    }
}

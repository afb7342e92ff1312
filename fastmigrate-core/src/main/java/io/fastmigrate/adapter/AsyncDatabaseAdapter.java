package io.fastmigrate.adapter;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DatabaseAdapter} whose hooks return immediately and complete later. Each hook completes before the next is
 * called, within {@code hook-timeout}; a hook that takes longer, or whose run is interrupted, is cancelled ({@link
 * java.util.concurrent.CompletableFuture#cancel}), and the handle is closed.
 *
 * <p>Hooks are called on the thread that migrates and must not block it; a stage may complete on any thread. A stage
 * that fails ends the run, with its cause in the error.
 *
 * @param <C> the handle: a connection, a client, a pool, whatever the hooks need
 */
public interface AsyncDatabaseAdapter<C extends @Nullable Object> {

    /**
     * Opens the handle.
     *
     * @param db the text that was given as {@code db}, unchanged; only the adapter interprets it
     */
    CompletionStage<C> getConnection(String db) throws Exception;

    /** Creates the table {@code _meta} with version 0 if it does not exist; otherwise changes nothing. */
    CompletionStage<?> ensureMetaTable(C conn) throws Exception;

    /** Reads the version. Must not write, and must fail if there is no table {@code _meta}. */
    CompletionStage<Integer> getVersion(C conn) throws Exception;

    /** Stores the version, durably. */
    CompletionStage<?> setVersion(C conn, int version) throws Exception;

    /**
     * Runs a complete script.
     *
     * @param sql its text, with {@code \n} as line ends
     * @return a stage whose value is false if the script failed; true and null mean success
     */
    CompletionStage<? extends @Nullable Boolean> executeSql(C conn, String sql) throws Exception;

    /**
     * Closes the handle; called once for each handle, also after a failure. Returning null means that it is closed.
     */
    default @Nullable CompletionStage<?> closeConnection(C conn) throws Exception {
        return null;
    }

    /** Returns whether this adapter connects to a database; see {@link DatabaseAdapter#accepts}. */
    default boolean accepts(String db) {
        return true;
    }
}

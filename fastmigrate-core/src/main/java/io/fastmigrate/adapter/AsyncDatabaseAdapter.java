package io.fastmigrate.adapter;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DatabaseAdapter} whose hooks return at once and finish later. Each is awaited before the next is called, for as
 * long as {@code hook-timeout} allows; one that takes longer, or whose run is interrupted, is cancelled
 * ({@link java.util.concurrent.CompletableFuture#cancel}), and the handle is closed.
 *
 * <p>Hooks are called in the thread that migrates and must not wait there; in which thread a stage completes does not
 * matter. A stage that fails ends the run, with its cause in the error.
 *
 * @param <C> the handle: a connection, a client, a pool, whatever the hooks need
 */
public interface AsyncDatabaseAdapter<C extends @Nullable Object> {

    /**
     * Opens the handle.
     *
     * @param db the text that was given as {@code db}, untouched; what it means is the adapter's business
     */
    CompletionStage<C> getConnection(String db) throws Exception;

    /** Makes the table {@code _meta} with version 0 where it is missing, and otherwise changes nothing. */
    CompletionStage<?> ensureMetaTable(C conn) throws Exception;

    /** Reads the version. Must not write, and must fail where there is no {@code _meta}. */
    CompletionStage<Integer> getVersion(C conn) throws Exception;

    /** Stores the version, durably. */
    CompletionStage<?> setVersion(C conn, int version) throws Exception;

    /**
     * Runs a whole script.
     *
     * @param sql its text, with line ends made {@code \n}
     * @return a stage whose value is false if the script failed; true and null are success
     */
    CompletionStage<? extends @Nullable Boolean> executeSql(C conn, String sql) throws Exception;

    /** Closes the handle; called once for each handle, also after a failure. Null stands for a stage that is done. */
    default @Nullable CompletionStage<?> closeConnection(C conn) throws Exception {
        return null;
    }

    /** Tells whether a database is this adapter's; see {@link DatabaseAdapter#accepts}. */
    default boolean accepts(String db) {
        return true;
    }
}

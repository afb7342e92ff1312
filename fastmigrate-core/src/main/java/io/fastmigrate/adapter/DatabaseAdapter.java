package io.fastmigrate.adapter;

import org.jspecify.annotations.Nullable;

/**
 * Connects fastmigrate to a database that it does not support itself: five hooks, and one more that closes what the
 * first one opened. The hooks of a handle are called one after the other, on the thread that migrates.
 *
 * <p>A run calls {@code getConnection}, {@code ensureMetaTable}, {@code getVersion}, then for each pending script
 * {@code executeSql} and {@code setVersion}, and at the end, also after a failure, {@code closeConnection}; all with
 * the same handle that {@code getConnection} returned. Commands that only read call {@code getConnection}, {@code
 * getVersion} and {@code closeConnection}. Each of several simultaneous runs has its own handle.
 *
 * <p>Any exception that a hook throws ends the run. An adapter that can do more implements {@link CapableDatabaseAdapter}.
 *
 * @param <C> the handle: a connection, a client, a pool, whatever the hooks need
 */
public interface DatabaseAdapter<C extends @Nullable Object> {

    /**
     * Opens the handle.
     *
     * @param db the text that was given as {@code db}, unchanged; only the adapter interprets it
     */
    C getConnection(String db) throws Exception;

    /** Creates the table {@code _meta} with version 0 if it does not exist; otherwise changes nothing. */
    void ensureMetaTable(C conn) throws Exception;

    /** Reads the version. Must not write, and must throw if there is no table {@code _meta}. */
    int getVersion(C conn) throws Exception;

    /** Stores the version, durably. */
    void setVersion(C conn, int version) throws Exception;

    /**
     * Runs a complete script.
     *
     * @param sql its text, with {@code \n} as line ends
     * @return false if it failed; throw an exception instead to give the reason
     */
    boolean executeSql(C conn, String sql) throws Exception;

    /** Closes the handle; called once for each handle, also after a failure. */
    default void closeConnection(C conn) throws Exception {}

    /**
     * Returns whether this adapter connects to a database. Only adapters that {@link java.util.ServiceLoader} finds are
     * asked, and only for a {@code db} that begins with a scheme other than {@code jdbc:}, such as {@code
     * duckdb:data/app.duckdb}.
     */
    default boolean accepts(String db) {
        return true;
    }
}

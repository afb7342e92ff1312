package io.fastmigrate.adapter;

import org.jspecify.annotations.Nullable;

/**
 * Brings a database that fastmigrate does not know under its rules: five hooks, and one more to close what the first
 * opened. Of a handle's hooks none is called before the one before it has returned, all in the thread that migrates.
 *
 * <p>A run calls {@code getConnection}, {@code ensureMetaTable}, {@code getVersion}, then for each pending script
 * {@code executeSql} and {@code setVersion}, and in the end, also after a failure, {@code closeConnection}; all with the
 * one handle that {@code getConnection} gave. What only reads calls {@code getConnection}, {@code getVersion} and
 * {@code closeConnection}. Several runs at once have a handle each.
 *
 * <p>Any exception that a hook throws ends the run. An adapter that can do more implements {@link CapableDatabaseAdapter}.
 *
 * @param <C> the handle: a connection, a client, a pool, whatever the hooks need
 */
public interface DatabaseAdapter<C extends @Nullable Object> {

    /**
     * Opens the handle.
     *
     * @param db the text that was given as {@code db}, untouched; what it means is the adapter's business
     */
    C getConnection(String db) throws Exception;

    /** Makes the table {@code _meta} with version 0 where it is missing, and otherwise changes nothing. */
    void ensureMetaTable(C conn) throws Exception;

    /** Reads the version. Must not write, and must throw where there is no {@code _meta}. */
    int getVersion(C conn) throws Exception;

    /** Stores the version, durably. */
    void setVersion(C conn, int version) throws Exception;

    /**
     * Runs a whole script.
     *
     * @param sql its text, with line ends made {@code \n}
     * @return false if it failed; throwing says why
     */
    boolean executeSql(C conn, String sql) throws Exception;

    /** Closes the handle; called once for each handle, also after a failure. */
    default void closeConnection(C conn) throws Exception {}

    /**
     * Tells whether a database is this adapter's. Only adapters that {@link java.util.ServiceLoader} finds are asked, and
     * only for a {@code db} that begins with a scheme other than {@code jdbc:}, such as {@code duckdb:data/app.duckdb}.
     */
    default boolean accepts(String db) {
        return true;
    }
}

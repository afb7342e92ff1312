package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.port.SchemaInspection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to prove that scripts make the schema of a database: an empty database beside it, on the same server, and
 * all definitions of both. Immutable.
 */
public interface SchemaProofs {

    /**
     * Returns all definitions, each by its kind and name, but for those of tables that migration tools keep for themselves.
     * Owners and privileges do not count.
     *
     * @param schema the only one that is looked at; null for the whole database
     */
    SortedMap<String, String> definitions(Connection connection, @Nullable String schema) throws SQLException;

    /**
     * Returns who may do what, each by the kind and name of the object, without what its owner may.
     *
     * @param schema as above
     */
    default SortedMap<String, String> privileges(Connection connection, @Nullable String schema) throws SQLException {
        return Collections.emptySortedMap();
    }

    /** Does what {@link SchemaInspection#circumstances} does. */
    default Optional<String> circumstances(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Returns what tells which statements reach beyond a database, as long as the connection stays open. */
    SchemaInspection.Outside outside(Connection connection) throws SQLException;

    /** Returns the databases among which the empty one is made. */
    ServerDatabases databases();

    /** Gives a new database the settings that the database of the connection has, and that scripts run under. */
    default void copySettings(Connection connection, String name) throws SQLException {}

    /** Returns what watches over the scripts that run in the empty database. */
    default ScriptObserver observer() {
        return ScriptObserver.NONE;
    }

    /** Says what to do where this user may not make a database. */
    String adviceToAllow();

    /**
     * Returns the way into the empty database; empty where only the driver understands the URL of the other one.
     *
     * @param source of the other one
     * @param db a connection to the other one, in the schema that the scripts ran in
     */
    Optional<JdbcSource> reach(JdbcSource source, Db db, String name) throws SQLException;

    /** Tells whether {@link #script} writes one; otherwise a program does. */
    default boolean writesScripts() {
        return false;
    }

    /**
     * Returns a script that makes the schema of a database, and the rows of some tables.
     *
     * @param schema as above
     * @throws SQLException also where a table is not there
     */
    default String script(Connection connection, @Nullable String schema, List<String> tablesWithData)
            throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Returns a script that makes the schema of a database, all rows, and what tables and sequences count; where {@link #writesScripts} says so.
     *
     * @param schema as above
     */
    default String scriptWithRows(Connection connection, @Nullable String schema) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Returns the rows of all tables that have some, each by the name of the table and in a form that can be compared, and the state of
     * sequences that were used. Tables of migration tools are left out.
     *
     * @param schema as above
     */
    SortedMap<String, String> allRows(Connection connection, @Nullable String schema) throws SQLException;

    /** Does what {@link io.fastmigrate.internal.port.Squashing#settings} does. */
    default SortedMap<String, String> settings(Connection connection) throws SQLException {
        return Collections.emptySortedMap();
    }
}

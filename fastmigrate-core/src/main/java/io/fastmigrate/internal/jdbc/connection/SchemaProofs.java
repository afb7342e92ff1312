package io.fastmigrate.internal.jdbc.connection;

import java.sql.Connection;
import java.sql.SQLException;
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
     * Says what a statement changes beside the database that it runs in, as the end of a sentence; empty where it changes
     * nothing else. Such a statement must not run a second time for a proof.
     *
     * @param statement as it is in the script
     * @param head its first words, in upper case
     * @param others the databases of the server
     */
    Optional<String> outside(String statement, String head, List<String> others);

    /** Returns the databases of the server that a statement can name. */
    default List<String> others(Connection connection) throws SQLException {
        return List.of();
    }

    /** Gives a new database the settings that the database of the connection has, and that scripts run under. */
    default void copySettings(Connection connection, String name) throws SQLException {}

    /** Says what to do where this user may not make a database. */
    String adviceToAllow();

    /** Returns the URL of a database beside that of a source; empty where only its driver understands its URL. */
    Optional<String> url(JdbcSource source, Connection connection, String name) throws SQLException;

    /**
     * Returns the schema that scripts run in on the empty database; null for the one that it has by itself.
     *
     * @param place the one that they ran in
     */
    @Nullable
    String schemaFor(String place);

    /**
     * Returns a script that makes the schema of a database, and the rows of some tables; empty where a program does that.
     *
     * @param schema as above
     * @throws SQLException also where a table is not there
     */
    default Optional<String> script(Connection connection, @Nullable String schema, List<String> tablesWithData)
            throws SQLException {
        return Optional.empty();
    }
}

package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.dump.ServerAddress;
import io.fastmigrate.internal.port.SchemaInspection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Proofs on MySQL and MariaDB, where a schema and a database are one.
 *
 * @param databases of the server
 */
public record MySqlProofs(ServerDatabases databases) implements SchemaProofs {

    private static final String CIRCUMSTANCES =
            "SHOW VARIABLES WHERE Variable_name REGEXP '^(version|version_comment|.*sql_mode|old_mode"
                    + "|(character_set|collation|default|enforce|explicit|sql_require|sql_generate|system_versioning)_.*|lower_case_table_names"
                    + "|innodb_(default|strict|file_per_table|encrypt|compression)_?.*|.*time_zone)$'";

    @Override
    public SortedMap<String, String> definitions(Connection connection, @Nullable String schema) throws SQLException {
        return new MySqlDefinitions(connection).read();
    }

    @Override
    public Optional<String> circumstances(Connection connection) throws SQLException {
        return Optional.of(
                Rows.print(connection, CIRCUMSTANCES)
                        + Rows.print(
                                connection,
                                "SELECT CURRENT_USER(), DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()"));
    }

    @Override
    public boolean writesScripts() {
        return true;
    }

    @Override
    public String script(Connection connection, @Nullable String schema, List<String> tablesWithData)
            throws SQLException {
        return new MySqlScript(connection).write(tablesWithData);
    }

    @Override
    public String scriptWithRows(Connection connection, @Nullable String schema) throws SQLException {
        return new MySqlScript(connection).writeAll();
    }

    @Override
    public SortedMap<String, String> allRows(Connection connection, @Nullable String schema) throws SQLException {
        return new MySqlRows(connection).read();
    }

    /** The collation counts once there are tables: an empty database beside another one is made with that one's. */
    @Override
    public SortedMap<String, String> settings(Connection connection) throws SQLException {
        return new TreeMap<>(Rows.map(
                connection,
                "SELECT 'ALTER DATABASE COLLATE', DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME ="
                        + " DATABASE() AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
                        + " AND TABLE_NAME NOT REGEXP '^_(meta$|fastmigrate_)')"));
    }

    @Override
    public SchemaInspection.Outside outside(Connection connection) throws SQLException {
        return MySqlOutside.of(connection);
    }

    @Override
    public ScriptObserver observer() {
        return new DisabledEvents();
    }

    @Override
    public String adviceToAllow() {
        return "Give the user the privileges on temporary databases (GRANT ALL ON `fastmigrate\\_proof\\_%`.* TO ...)";
    }

    @Override
    public Optional<JdbcSource> reach(JdbcSource source, Db db, String name) {
        return ServerAddress.of(source.url().connect())
                .map(address ->
                        JdbcSource.of(address.urlOf(name), source.access().with(source.environment(), null)));
    }
}

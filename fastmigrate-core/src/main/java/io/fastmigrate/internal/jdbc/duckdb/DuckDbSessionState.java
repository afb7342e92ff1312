package io.fastmigrate.internal.jdbc.duckdb;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session of DuckDB, whose catalogue lists all that belongs to it; some of its settings are those of the whole process. */
final class DuckDbSessionState implements SessionState {

    private static final String SETTINGS = "SELECT name, value FROM duckdb_settings()";
    private static final String VARIABLES = "SELECT name, value::VARCHAR FROM duckdb_variables()";
    private static final String PREPARED = "SELECT name, name FROM duckdb_prepared_statements()";
    private static final String DATABASES =
            "SELECT database_name, database_name FROM duckdb_databases() WHERE NOT internal";

    /** In an order in which each can be dropped. */
    private static final String TEMPORARY =
            "SELECT 'VIEW', view_name FROM duckdb_views() WHERE temporary AND NOT internal UNION ALL SELECT 'TABLE',"
                    + " table_name FROM duckdb_tables() WHERE temporary AND NOT internal UNION ALL SELECT 'SEQUENCE',"
                    + " sequence_name FROM duckdb_sequences() WHERE temporary UNION ALL SELECT CASE function_type WHEN"
                    + " 'macro' THEN 'MACRO' ELSE 'MACRO TABLE' END, function_name FROM duckdb_functions() WHERE"
                    + " database_name = 'temp' AND NOT internal UNION ALL SELECT 'TYPE', type_name FROM duckdb_types()"
                    + " WHERE database_name = 'temp' AND NOT internal";

    private final String place;
    private final Map<String, String> settings;
    private final @Nullable Map<String, String> variables;
    private final @Nullable Map<String, String> prepared;
    private final Map<String, String> databases;
    private final List<List<String>> temporary;

    private DuckDbSessionState(String place, Connection connection) throws SQLException {
        this.place = place;
        this.settings = Rows.map(connection, SETTINGS);
        this.variables = listed(connection, VARIABLES);
        this.prepared = listed(connection, PREPARED);
        this.databases = Rows.map(connection, DATABASES);
        this.temporary = Rows.all(connection, 2, TEMPORARY);
    }

    static DuckDbSessionState of(Connection connection, String place) throws SQLException {
        return new DuckDbSessionState(place, connection);
    }

    /** Older versions do not list them. */
    private static @Nullable Map<String, String> listed(Connection connection, String sql) {
        try {
            return Rows.map(connection, sql);
        } catch (SQLException e) {
            return null;
        }
    }

    @Override
    public boolean restore(Connection connection) throws SQLException {
        Rows.run(connection, "USE " + place);
        for (List<String> object : Rows.all(connection, 2, TEMPORARY)) {
            if (!temporary.contains(object)) {
                Rows.run(connection, "DROP " + object.get(0) + " IF EXISTS temp." + quoted(object.get(1)));
            }
        }
        for (String name : added(connection, VARIABLES, variables)) {
            Rows.run(connection, "RESET VARIABLE " + quoted(name));
        }
        for (String name : added(connection, PREPARED, prepared)) {
            Rows.run(connection, "DEALLOCATE " + quoted(name));
        }
        restoreSettings(connection);
        for (String name : added(connection, DATABASES, databases)) {
            Rows.run(connection, "DETACH " + quoted(name));
        }
        return true;
    }

    private static List<String> added(Connection connection, String sql, @Nullable Map<String, String> before)
            throws SQLException {
        return before == null
                ? List.of()
                : Rows.map(connection, sql).keySet().stream()
                        .filter(name -> !before.containsKey(name))
                        .toList();
    }

    /** A setting that follows another one is right again with that one. */
    private void restoreSettings(Connection connection) throws SQLException {
        for (String name : changed(connection)) {
            set(connection, "RESET " + name);
        }
        for (String name : changed(connection)) {
            String was = settings.get(name);
            if (was != null) {
                set(connection, "SET " + name + " = '" + was.replace("'", "''") + "'");
            }
        }
    }

    private List<String> changed(Connection connection) throws SQLException {
        return Rows.map(connection, SETTINGS).entrySet().stream()
                .filter(now -> settings.containsKey(now.getKey())
                        && !String.valueOf(settings.get(now.getKey())).equals(String.valueOf(now.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Some settings only report what others make of them, and refuse. */
    private static void set(Connection connection, String sql) {
        try {
            Rows.run(connection, sql);
        } catch (SQLException e) {
            return;
        }
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}

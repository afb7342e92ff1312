package io.fastmigrate.internal.jdbc.duckdb;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session of DuckDB, whose catalogue lists all that belongs to it; some of its settings are those of the whole process. */
final class DuckDbSessionState implements SessionState {

    private static final String SETTINGS = "SELECT name, value FROM duckdb_settings()";

    /** With the text that makes the value again. */
    private static final String VARIABLES = "SELECT name, CASE type WHEN '\"NULL\"' THEN 'NULL' ELSE 'CAST(''' ||"
            + " replace(value::VARCHAR, '''', '''''') || ''' AS ' || type || ')' END FROM duckdb_variables()";

    /** Without those of the driver, this query among them. */
    private static final String PREPARED =
            "SELECT name, statement FROM duckdb_prepared_statements() WHERE NOT starts_with(name, 'duckdb_prepare_internal_')";

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

    /** What a script changed or dropped that was there before is made again, but for objects that had a content. */
    @Override
    public boolean restore(Connection connection) throws SQLException {
        Rows.run(connection, "USE " + place);
        List<List<String>> objects = Rows.all(connection, 2, TEMPORARY);
        for (List<String> object : objects) {
            if (!temporary.contains(object)) {
                Rows.run(connection, "DROP " + object.get(0) + " IF EXISTS temp." + quoted(object.get(1)));
            }
        }
        boolean asItWas = objects.containsAll(temporary);
        asItWas &= remake(connection, VARIABLES, variables, "RESET VARIABLE ", "SET VARIABLE %s = %s");
        asItWas &= remake(connection, PREPARED, prepared, "DEALLOCATE ", "PREPARE %s AS %s");
        restoreSettings(connection);
        Map<String, String> attached = Rows.map(connection, DATABASES);
        for (String name : attached.keySet()) {
            if (!databases.containsKey(name)) {
                Rows.run(connection, "DETACH " + quoted(name));
            }
        }
        return asItWas && attached.keySet().containsAll(databases.keySet());
    }

    /**
     * Takes away what is new or another one now, and makes again what was there before.
     *
     * @param before the names with what makes each; null where the database does not list them
     * @return whether all is as it was
     */
    private static boolean remake(
            Connection connection, String sql, @Nullable Map<String, String> before, String drop, String make)
            throws SQLException {
        if (before == null) {
            return true;
        }
        Map<String, String> now = Rows.map(connection, sql);
        if (now.equals(before)) {
            return true;
        }
        for (Map.Entry<String, String> each : now.entrySet()) {
            if (!each.getValue().equals(before.get(each.getKey()))) {
                Rows.run(connection, drop + quoted(each.getKey()));
            }
        }
        for (Map.Entry<String, String> each : before.entrySet()) {
            if (!each.getValue().equals(now.get(each.getKey()))) {
                set(connection, String.format(Locale.ROOT, make, quoted(each.getKey()), each.getValue()));
            }
        }
        return Rows.map(connection, sql).equals(before);
    }

    /** A setting that follows another one is right again with that one; set to its own text, which is rounded, it would not be. */
    private void restoreSettings(Connection connection) throws SQLException {
        for (String name : changed(connection)) {
            set(connection, "RESET " + name);
        }
        for (String name : changed(connection)) {
            String was = settings.get(name);
            if (was != null && changed(connection).contains(name)) {
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

    /** Some settings only report what others make of them, and refuse; a prepared statement may need a table that is gone. */
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

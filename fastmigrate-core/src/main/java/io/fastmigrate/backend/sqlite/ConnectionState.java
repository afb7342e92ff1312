package io.fastmigrate.backend.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a script can leave on a connection that the application uses afterwards. */
final class ConnectionState {

    private static final List<String> PRAGMAS = List.of(
            "foreign_keys",
            "busy_timeout",
            "synchronous",
            "cache_size",
            "recursive_triggers",
            "legacy_alter_table",
            "ignore_check_constraints",
            "reverse_unordered_selects",
            "automatic_index",
            "query_only",
            "temp_store",
            "writable_schema",
            "trusted_schema");

    private final Map<String, String> values;

    private ConnectionState(Map<String, String> values) {
        this.values = values;
    }

    static ConnectionState of(Connection connection) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pragma : PRAGMAS) {
            for (String value : strings(connection, "PRAGMA " + pragma)) {
                values.put(pragma, value);
            }
        }
        return new ConnectionState(values);
    }

    /** Detaches what was attached, drops what is temporary, and sets what was set. */
    void putBack(Connection connection) throws SQLException {
        for (String name : strings(connection, "SELECT name FROM pragma_database_list WHERE seq > 1")) {
            Sql.run(connection, "DETACH " + Sql.quoted(name));
        }
        for (String table : strings(
                connection,
                "SELECT name FROM temp.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")) {
            Sql.run(connection, "DROP TABLE temp." + Sql.quoted(table));
        }
        for (String view : strings(connection, "SELECT name FROM temp.sqlite_schema WHERE type = 'view'")) {
            Sql.run(connection, "DROP VIEW temp." + Sql.quoted(view));
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (!strings(connection, "PRAGMA " + value.getKey()).contains(value.getValue())) {
                Sql.run(connection, "PRAGMA " + value.getKey() + " = " + value.getValue());
            }
        }
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}

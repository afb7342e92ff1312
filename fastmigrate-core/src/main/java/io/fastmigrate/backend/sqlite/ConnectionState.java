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
            "trusted_schema",
            "cell_size_check",
            "fullfsync",
            "checkpoint_fullfsync",
            "read_uncommitted",
            "secure_delete",
            "wal_autocheckpoint",
            "journal_size_limit",
            "mmap_size",
            "threads",
            "cache_spill",
            "locking_mode");

    private static final String ATTACHED = "SELECT name FROM pragma_database_list WHERE seq > 1";

    private static final String TEMPORARY = "SELECT type || ' temp.' || '\"' || replace(name, '\"', '\"\"') || '\"'"
            + " FROM temp.sqlite_schema WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite~_%'"
            + " ESCAPE '~' AND NOT (type = 'table' AND name IN (SELECT name FROM pragma_table_list WHERE type = 'shadow'))"
            + " ORDER BY type DESC";

    private final Map<String, String> values;
    private final List<String> attached;
    private final List<String> temporary;

    private ConnectionState(Map<String, String> values, List<String> attached, List<String> temporary) {
        this.values = values;
        this.attached = attached;
        this.temporary = temporary;
    }

    static ConnectionState of(Connection connection) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pragma : PRAGMAS) {
            for (String value : strings(connection, "PRAGMA " + pragma)) {
                values.put(pragma, value);
            }
        }
        return new ConnectionState(values, strings(connection, ATTACHED), strings(connection, TEMPORARY));
    }

    /** Detaches what was attached since, drops what was made since and is temporary, and sets what was set. */
    void putBack(Connection connection) throws SQLException {
        for (String name : strings(connection, ATTACHED)) {
            if (!attached.contains(name)) {
                Sql.run(connection, "DETACH " + Sql.quoted(name));
            }
        }
        for (String object : strings(connection, TEMPORARY)) {
            if (!temporary.contains(object)) {
                Sql.run(connection, "DROP " + object.replaceFirst(" ", " IF EXISTS "));
            }
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

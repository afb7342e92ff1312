package io.fastmigrate.test;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteDataSource;

/** What an application sets on its connections to SQLite, what makes one differ from another, and what scripts do to it. */
abstract class SqlitePoolContract extends PoolContract {

    /** As the application sets them; none is SQLite's default. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("foreign_keys", "1"),
            Map.entry("busy_timeout", "1234"),
            Map.entry("synchronous", "1"),
            Map.entry("cache_size", "-777"),
            Map.entry("recursive_triggers", "1"),
            Map.entry("legacy_alter_table", "1"),
            Map.entry("automatic_index", "0"),
            Map.entry("cell_size_check", "1"),
            Map.entry("trusted_schema", "0"),
            Map.entry("journal_size_limit", "4096"),
            Map.entry("analysis_limit", "77"),
            Map.entry("max_page_count", "54321"),
            Map.entry("wal_autocheckpoint", "17"),
            Map.entry("case_sensitive_like", "1"));

    /** Neither of the connection alone, nor any that an application can meet again. */
    private static final List<String> OF_THE_DATABASE = List.of(
            "data_version",
            "schema_version",
            "page_count",
            "freelist_count",
            "user_version",
            "application_id",
            "auto_vacuum",
            "encoding",
            "default_cache_size",
            "page_size",
            "table_list",
            "module_list",
            "function_list",
            "compile_options",
            "table_info",
            "stats",
            "wal_checkpoint",
            "incremental_vacuum",
            "optimize",
            "integrity_check",
            "quick_check",
            "foreign_key_check",
            "shrink_memory");

    static HikariConfig applicationOn(String url) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(new Application(url));
        return config;
    }

    /** Opens connections as an application does that cares for its settings. */
    private static final class Application extends SQLiteDataSource {

        private final String url;

        Application(String url) {
            this.url = url;
        }

        @Override
        public org.sqlite.SQLiteConnection getConnection() throws SQLException {
            Connection connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
                    statement.execute("PRAGMA " + setting.getKey() + " = " + setting.getValue());
                }
                statement.execute("ATTACH ':memory:' AS mine");
                statement.execute("CREATE TEMP TABLE kept (a)");
                statement.execute("CREATE TEMP VIEW seen AS SELECT a FROM kept");
            }
            return (org.sqlite.SQLiteConnection) connection;
        }
    }

    @Override
    protected Map<String, String> sessionState(Connection connection) throws SQLException {
        Map<String, String> state = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String pragma : column(statement, "PRAGMA main.pragma_list")) {
                if (!OF_THE_DATABASE.contains(pragma)) {
                    state.put(pragma, value(statement, pragma));
                }
            }
            state.put(
                    "case_sensitive_like",
                    column(statement, "SELECT 'a' LIKE 'A'").toString());
            state.put(
                    "attached",
                    column(statement, "SELECT name FROM pragma_database_list ORDER BY name")
                            .toString());
            state.put(
                    "temporary",
                    column(statement, "SELECT name FROM temp.sqlite_schema ORDER BY name")
                            .toString());
            state.put(
                    "functions",
                    column(
                                    statement,
                                    "SELECT name || '/' || narg || '/' || builtin FROM pragma_function_list ORDER BY 1")
                            .toString());
            state.put(
                    "collations",
                    column(statement, "SELECT name FROM pragma_collation_list ORDER BY 1")
                            .toString());
            state.put("transaction", transaction(statement));
        }
        return state;
    }

    private static String value(Statement statement, String pragma) {
        try {
            return column(statement, "PRAGMA " + pragma).toString();
        } catch (SQLException e) {
            return "none";
        }
    }

    private static String transaction(Statement statement) throws SQLException {
        try {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
        statement.execute("ROLLBACK");
        return "none";
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        List<String> values = new java.util.ArrayList<>();
        if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
            }
        }
        return values;
    }

    @Override
    protected Map<String, String> scriptsThatLeaveTraces() {
        Map<String, String> scripts = new LinkedHashMap<>();
        for (String setting : List.of(
                "foreign_keys = 0",
                "busy_timeout = 1",
                "synchronous = 2",
                "cache_size = 5",
                "recursive_triggers = 0",
                "legacy_alter_table = 0",
                "automatic_index = 1",
                "cell_size_check = 0",
                "trusted_schema = 1",
                "journal_size_limit = 8192",
                "analysis_limit = 5",
                "max_page_count = 20000",
                "wal_autocheckpoint = 99",
                "case_sensitive_like = 0",
                "temp_store = 2",
                "query_only = 1",
                "reverse_unordered_selects = 1",
                "read_uncommitted = 1",
                "secure_delete = 1",
                "mmap_size = 65536",
                "threads = 2",
                "cache_spill = 77",
                "fullfsync = 1",
                "checkpoint_fullfsync = 1",
                "count_changes = 1",
                "full_column_names = 1",
                "short_column_names = 0",
                "empty_result_callbacks = 1",
                "defer_foreign_keys = 1",
                "locking_mode = exclusive",
                "journal_mode = truncate",
                "writable_schema = 1",
                "ignore_check_constraints = 1")) {
            scripts.put("PRAGMA " + setting, "PRAGMA " + setting + ";\n");
        }
        scripts.put("a temporary table", "CREATE TEMP TABLE scratch (a);\n");
        scripts.put("a temporary trigger", """
                CREATE TEMP TRIGGER later AFTER INSERT ON main.person BEGIN DELETE FROM person; END;
                """);
        scripts.put("an attached database", "ATTACH ':memory:' AS theirs;\nCREATE TABLE theirs.t (a);\n");
        scripts.put("nothing of what the application attached", "DETACH mine;\n");
        scripts.put("nothing of what the application made temporary", "DROP VIEW temp.seen;\nDROP TABLE temp.kept;\n");
        scripts.put(
                "its own transaction open",
                "VACUUM;\nBEGIN;\nCREATE TABLE own (a);\nINSERT INTO nowhere" + " VALUES (1);\nCOMMIT;\nVACUUM;\n");
        return scripts;
    }
}

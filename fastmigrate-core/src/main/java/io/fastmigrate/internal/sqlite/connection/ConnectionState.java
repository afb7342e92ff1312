package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.core.DB;

/**
 * All that makes one connection to a database differ from another: what a script or a Java migration can leave on it for
 * the application that uses it afterwards.
 */
final class ConnectionState {

    /** Settings of the whole connection, of all that {@code PRAGMA pragma_list} names; but how long it waits. */
    private static final List<String> PRAGMAS = List.of(
            "analysis_limit",
            "automatic_index",
            "cell_size_check",
            "checkpoint_fullfsync",
            "count_changes",
            "defer_foreign_keys",
            "empty_result_callbacks",
            "foreign_keys",
            "full_column_names",
            "fullfsync",
            "ignore_check_constraints",
            "legacy_alter_table",
            "locking_mode",
            "read_uncommitted",
            "recursive_triggers",
            "reverse_unordered_selects",
            "short_column_names",
            "temp_store",
            "threads",
            "trusted_schema",
            "wal_autocheckpoint",
            "writable_schema",
            "query_only");

    /** Settings that each attached database has for itself. A smaller cache can make the next one smaller, not larger. */
    private static final List<String> PRAGMAS_OF_EACH_DATABASE = List.of(
            "cache_size",
            "cache_spill",
            "journal_mode",
            "journal_size_limit",
            "locking_mode",
            "max_page_count",
            "mmap_size",
            "secure_delete",
            "synchronous");

    private static final String JOURNAL_MODE = "journal_mode";
    private static final String WAL = "wal";
    static final String CASE_SENSITIVE_LIKE = "case_sensitive_like";
    private static final String FUNCTIONS = "SELECT group_concat(f) FROM (SELECT DISTINCT name || '/' || narg AS f FROM"
            + " pragma_function_list ORDER BY f)";
    private static final String COLLATIONS =
            "SELECT group_concat(name) FROM (SELECT name FROM pragma_collation_list ORDER BY name)";
    private static final String ATTACHED = "SELECT name FROM pragma_database_list WHERE seq <> 1 ORDER BY seq";

    private static final String TEMPORARY = "SELECT type || ' temp.' || '\"' || replace(name, '\"', '\"\"') || '\"'"
            + " FROM temp.sqlite_schema WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite~_%'"
            + " ESCAPE '~' AND NOT (type = 'table' AND name IN (SELECT name FROM pragma_table_list WHERE type = 'shadow'))"
            + " ORDER BY type DESC";

    private final Map<String, String> settings;
    private final Map<String, String> limits;
    private final List<String> attached;
    private final List<String> temporary;
    private final String functions;

    private ConnectionState(
            Map<String, String> settings,
            Map<String, String> limits,
            List<String> attached,
            List<String> temporary,
            String functions) {
        this.settings = settings;
        this.limits = limits;
        this.attached = attached;
        this.temporary = temporary;
        this.functions = functions;
    }

    static ConnectionState of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> attached = strings(statement, ATTACHED);
            List<String> temporary = strings(statement, TEMPORARY);
            String functions = strings(statement, FUNCTIONS) + " " + strings(statement, COLLATIONS);
            return new ConnectionState(
                    settings(statement, attached), limits(connection), attached, temporary, functions);
        }
    }

    /** Returns the settings by their names; those of one database have its name before a dot. */
    Map<String, String> settings() {
        return settings;
    }

    /** Returns the databases beside that of temporary objects. */
    List<String> attached() {
        return attached;
    }

    /** Returns the temporary objects, as {@link #temporary(String, String)} writes them. */
    List<String> temporary() {
        return temporary;
    }

    /** Reads the temporary objects that there are now. */
    static List<String> temporary(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return strings(statement, TEMPORARY);
        }
    }

    /** Returns how a temporary object is written here: its type, and its name in quotes. */
    static String temporary(String type, String name) {
        return type + " temp." + Sql.quoted(name);
    }

    private static Map<String, String> settings(Statement statement, List<String> attached) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String pragma : PRAGMAS) {
            put(settings, pragma, strings(statement, "PRAGMA " + pragma));
        }
        for (String database : attached) {
            for (String pragma : PRAGMAS_OF_EACH_DATABASE) {
                String name = Sql.quoted(database) + "." + pragma;
                put(settings, name, strings(statement, "PRAGMA " + name));
            }
        }
        boolean insensitive = strings(statement, "SELECT 'a' LIKE 'A'").contains("1");
        settings.put(CASE_SENSITIVE_LIKE, insensitive ? "0" : "1");
        return settings;
    }

    private static void put(Map<String, String> settings, String name, List<String> values) {
        if (!values.isEmpty()) {
            settings.put(name, values.get(0));
        }
    }

    private static Map<String, String> limits(Connection connection) throws SQLException {
        DB database = SqliteSource.driverConnection(connection).getDatabase();
        Map<String, String> limits = new LinkedHashMap<>();
        for (SQLiteLimits limit : SQLiteLimits.values()) {
            limits.put(limit.name(), String.valueOf(database.limit(limit.getId(), -1)));
        }
        return limits;
    }

    /**
     * Makes a connection, which is in no transaction, what it was: detaches what was attached since, drops what was made
     * since and is temporary, and sets what was set.
     *
     * @return whether that succeeded: what was taken away, as an attached database, does not come back
     */
    boolean putBack(Connection connection) throws SQLException {
        forgetWhatWaitsForVacuum(connection);
        ConnectionState now = of(connection);
        if (isLike(now)) {
            return true;
        }
        for (Map.Entry<String, String> limit : limits.entrySet()) {
            SQLiteConnection driver = SqliteSource.driverConnection(connection);
            driver.setLimit(SQLiteLimits.valueOf(limit.getKey()), Integer.parseInt(limit.getValue()));
        }
        Sql.run(connection, "PRAGMA query_only = OFF; PRAGMA foreign_keys = OFF");
        removeWhatIsNew(connection, now);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            putBack(connection, setting.getKey(), setting.getValue(), now.settings.get(setting.getKey()));
        }
        return isLike(of(connection));
    }

    /** Another size of pages, or vacuum mode, is kept for the next VACUUM and is not to be seen before it. */
    private void forgetWhatWaitsForVacuum(Connection connection) throws SQLException {
        for (String pragma : List.of("page_size", "auto_vacuum")) {
            Sql.run(connection, "PRAGMA main." + pragma + " = " + Sql.string(connection, "PRAGMA main." + pragma));
        }
    }

    private void removeWhatIsNew(Connection connection, ConnectionState now) throws SQLException {
        for (String object : now.temporary) {
            if (!temporary.contains(object)) {
                Sql.run(connection, "DROP " + object.replaceFirst(" ", " IF EXISTS "));
            }
        }
        for (String database : now.attached) {
            if (!attached.contains(database)) {
                Sql.run(connection, "DETACH " + Sql.quoted(database));
            }
        }
    }

    /**
     * An exclusive lock is let go of by the first reading after the change. Without the name of a database, mmap_size is
     * also for those that are attached later.
     */
    private static void putBack(Connection connection, String name, String before, @Nullable String now)
            throws SQLException {
        boolean changedForTheTime = name.equals("foreign_keys") || name.equals("query_only");
        if ((!before.equals(now) || changedForTheTime) && !isOfTheDatabase(name, before, now)) {
            boolean fast = name.endsWith("secure_delete") && before.equals("2");
            String setting = name.equals("\"main\".mmap_size") ? "mmap_size" : name;
            Sql.run(connection, "PRAGMA " + setting + " = " + (fast ? "FAST" : before));
            if (name.endsWith("locking_mode")) {
                Sql.string(connection, "SELECT count(*) FROM main.sqlite_schema");
            }
        }
    }

    private boolean isLike(ConnectionState now) {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String value = now.settings.get(setting.getKey());
            if (!setting.getValue().equals(value) && !isOfTheDatabase(setting.getKey(), setting.getValue(), value)) {
                return false;
            }
        }
        return limits.equals(now.limits)
                && attached.equals(now.attached)
                && temporary.equals(now.temporary)
                && functions.equals(now.functions);
    }

    /** A write-ahead log is a setting of the database, and the other journals are of the connection. */
    private static boolean isOfTheDatabase(String name, String before, @Nullable String now) {
        return name.endsWith(JOURNAL_MODE) && (before.equals(WAL) || WAL.equals(now));
    }

    private static List<String> strings(Statement statement, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}

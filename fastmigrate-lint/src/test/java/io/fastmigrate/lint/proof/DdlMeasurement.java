package io.fastmigrate.lint.proof;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.lint.Scripts;
import io.fastmigrate.lint.proof.RandomDdl.Ddl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs a script by the engine on a database with one row in each table, and says what it did. */
final class DdlMeasurement {

    enum Outcome {
        /** It is refused, or leaves a table that cannot be written or a view that cannot be read. */
        FAILS,
        /** Rows, indexes, triggers or foreign keys that it does not name are not what they were, or it did not do what it says. */
        DAMAGE,
        PASSES
    }

    record Measured(Outcome outcome, String detail) {}

    private final Scripts scripts;

    DdlMeasurement(Scripts scripts) {
        this.scripts = scripts;
    }

    /** @param filled the database before the script; it is not changed */
    Measured of(Ddl ddl, Path filled) throws Exception {
        Files.copy(filled, scripts.database());
        Map<String, String> before;
        try (Connection connection = connect()) {
            countDeletedRows(connection);
            before = state(connection);
        }
        try {
            scripts.fastMigrate().migrate();
        } catch (FastMigrateException e) {
            return new Measured(Outcome.FAILS, String.valueOf(e.getMessage()));
        }
        try (Connection connection = connect()) {
            Map<String, String> after = state(connection);
            for (String use : unusable(connection)) {
                return new Measured(Outcome.FAILS, use);
            }
            for (Map.Entry<String, String> each : before.entrySet()) {
                boolean counts = !each.getKey().startsWith("counter ") || after.containsKey(each.getKey());
                boolean named = !counts || isNamed(each.getKey(), ddl.sql());
                if (!named && !each.getValue().equals(after.get(each.getKey()))) {
                    return new Measured(Outcome.DAMAGE, each + " became " + after.get(each.getKey()));
                }
            }
            String probed = probe(ddl, connection);
            return probed.equals(ddl.expected())
                    ? new Measured(Outcome.PASSES, "")
                    : new Measured(Outcome.DAMAGE, ddl.probe() + " gives " + probed);
        }
    }

    /** What DROP and RENAME name is meant, but for the RENAME of a rebuild. */
    private static boolean isNamed(String key, String sql) {
        String[] parts = key.split(" ", -1);
        String name = parts[1];
        String table = parts[parts.length - 1];
        if (sql.contains("CREATE TABLE")) {
            return false;
        }
        boolean renamed = sql.matches("(?s)ALTER TABLE \\w+ RENAME TO .*");
        boolean dropped = sql.matches("(?s)ALTER TABLE " + table + " DROP COLUMN .*");
        return sql.matches("(?s)DROP \\w+ (IF EXISTS )?(" + name + "|" + table + ")")
                || sql.matches("(?s)ALTER TABLE (" + name + "|" + table + ") RENAME TO .*")
                || (parts[0].equals("key") && (renamed || dropped));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + scripts.database());
    }

    /** Lets AUTOINCREMENT count as if there had been more rows. */
    private static void countDeletedRows(Connection connection) throws SQLException {
        if (!texts(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                .isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE sqlite_sequence SET seq = seq + 100");
            }
        }
    }

    private static List<String> counters(Connection connection) throws SQLException {
        return texts(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                        .isEmpty()
                ? List.of()
                : texts(connection, "SELECT name || ' ' || seq FROM sqlite_sequence");
    }

    /** Returns what must not change by itself, each by its kind, its name and its table. */
    private static Map<String, String> state(Connection connection) throws SQLException {
        Map<String, String> state = new TreeMap<>();
        for (String table : tables(connection)) {
            state.put(
                    "rows " + table,
                    texts(connection, "SELECT count(*) FROM \"" + table + "\"").toString());
            for (String parent : texts(connection, "SELECT \"table\" FROM pragma_foreign_key_list('" + table + "')")) {
                state.put("key " + table + "/" + parent + " " + table, "there");
            }
        }
        for (String counter : counters(connection)) {
            String table = counter.split(" ", 2)[0];
            state.put("counter " + table + " " + table, counter);
        }
        for (String object : texts(
                connection,
                "SELECT type || ' ' || name || ' ' || tbl_name FROM sqlite_schema WHERE"
                        + " type IN ('index', 'trigger') AND sql IS NOT NULL")) {
            state.put(object, "there");
        }
        return state;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return texts(
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name"
                        + " NOT LIKE '\\_%' ESCAPE '\\'");
    }

    /** Returns what SQLite says of reading views and writing tables as an application does, with foreign keys on. */
    private static Set<String> unusable(Connection connection) throws SQLException {
        Map<String, String> uses = new LinkedHashMap<>();
        for (String view : texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'view'")) {
            uses.put("reading " + view, "SELECT * FROM \"" + view + "\"");
        }
        for (String table : tables(connection)) {
            String columns = String.join(
                    ", ",
                    texts(
                            connection,
                            "SELECT name || ' = ' || name FROM pragma_table_xinfo('" + table + "') WHERE hidden = 0"));
            uses.put("updating " + table, "UPDATE \"" + table + "\" SET " + columns);
            uses.put("deleting from " + table, "DELETE FROM \"" + table + "\"");
            uses.put("inserting into " + table, "INSERT INTO \"" + table + "\" DEFAULT VALUES");
        }
        Set<String> unusable = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = ON");
            for (Map.Entry<String, String> use : uses.entrySet()) {
                statement.execute("BEGIN");
                try {
                    statement.execute(use.getValue());
                } catch (SQLException e) {
                    String message = String.valueOf(e.getMessage());
                    if (message.contains("no such") || message.contains("foreign key mismatch")) {
                        unusable.add(use.getKey() + ": " + message);
                    }
                }
                statement.execute("ROLLBACK");
            }
        }
        return unusable;
    }

    private static String probe(Ddl ddl, Connection connection) throws SQLException {
        if (ddl.probe().equals("nulls")) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT OR IGNORE INTO added (code, name) VALUES (NULL, 'x')");
            }
            return texts(connection, "SELECT count(*) FROM added WHERE code IS NULL")
                    .get(0);
        }
        return ddl.probe().isEmpty() ? "" : texts(connection, ddl.probe()).get(0);
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}

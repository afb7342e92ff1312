package io.fastmigrate.reliability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The scripts that are killed: each writes a row to a log when it begins and when it ends. */
final class CrashScripts {

    static final int LONG = 3;
    static final int JAVA = 4;
    static final int PROCESS = 5;
    static final int LAST = 8;
    static final String FAILING = "0009-fails.sql";

    private static final int STATEMENTS = 12_000;

    private CrashScripts() {}

    static String log(int script, String point) {
        return "INSERT INTO log (script, point) VALUES (" + script + ", '" + point + "')";
    }

    static String framed(int script, String sql) {
        return log(script, "begin") + ";\n" + sql + "\n" + log(script, "end") + ";\n";
    }

    /** Writes scripts 1 to 8 but 4, which is Java. */
    static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        put(
                directory,
                "0001-tables.sql",
                "CREATE TABLE log (n INTEGER PRIMARY KEY, script INTEGER NOT NULL, point TEXT NOT NULL);\n"
                        + framed(1, """
                        CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                        CREATE TABLE child (id INTEGER PRIMARY KEY, note TEXT,
                            parent INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);"""));
        put(directory, "0002-rows.sql", framed(2, """
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                        INSERT INTO parent SELECT i, 'parent ' || i FROM n;
                        INSERT INTO child (parent) SELECT id FROM parent;"""));
        put(directory, "0003-long.sql", framed(LONG, statements()));
        put(
                directory,
                "0005-process.sh",
                "echo working\nsleep 0.02\necho ran >> \"$(dirname \"$0\")/../process.log\"\n");
        put(
                directory,
                "0006-own.sql",
                "BEGIN;\n" + framed(6, "CREATE INDEX child_parent ON child (parent);") + "COMMIT;\n");
        put(directory, "0007-rebuild.sql", "PRAGMA foreign_keys = OFF;\n" + framed(7, """
                        CREATE TABLE parent2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rank INTEGER NOT NULL DEFAULT 0);
                        INSERT INTO parent2 (id, name) SELECT id, name FROM parent;
                        DROP TABLE parent;
                        ALTER TABLE parent2 RENAME TO parent;"""));
        put(directory, "0008-tail.sql", framed(LAST, "UPDATE parent SET rank = id % 10;") + "PRAGMA optimize;\n");
    }

    /** Adds a script that fails when all others have run, and is not atomic. */
    static void writeFailing(Path directory) throws IOException {
        put(directory, FAILING, "UPDATE child SET note = 'half'; VACUUM; nonsense;\n");
    }

    private static String statements() {
        StringBuilder sql = new StringBuilder("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < 700000) INSERT INTO child (parent) SELECT 1 FROM n WHERE i = 0;\n");
        for (int i = 0; i < STATEMENTS; i++) {
            sql.append("INSERT INTO child (note, parent) VALUES ('a line of some length, number ")
                    .append(i)
                    .append("', ")
                    .append(i % 500 + 1)
                    .append(");\n");
        }
        return sql.toString();
    }

    private static void put(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    }

    /** Opens a database as any application would, which also recovers what a kill left. */
    static Connection open(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(String.valueOf(rows.getString(1)));
            }
            return String.join("\n", lines);
        }
    }

    /** Compares what the database holds with what its version says; what does not fit, in words. */
    static List<String> contradictions(Path database) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = open(database)) {
            String check = text(connection, "PRAGMA integrity_check");
            if (!check.equals("ok")) {
                found.add("half: integrity check says " + check);
            }
            long version = number(connection, "SELECT version FROM _meta WHERE id = 1");
            for (int script = 1; script <= LAST; script++) {
                if (script != PROCESS) {
                    compare(connection, script, script <= version, found);
                }
            }
            expect(
                    found,
                    "children",
                    version < 2 ? -1 : version < LONG ? 500 : 500 + STATEMENTS,
                    rows(connection, "child", version < 2));
            expect(found, "parents", version < 2 ? -1 : 500, rows(connection, "parent", version < 2));
            boolean ranked = version >= 1
                    && text(connection, "SELECT name FROM pragma_table_info('parent')")
                            .contains("rank");
            expect(found, "rank", version >= 7 ? 1 : 0, ranked ? 1 : 0);
        }
        return found;
    }

    /** Compares what a restore may have changed: all of it or nothing. */
    static List<String> contradictionsOfARestore(Path database) throws SQLException {
        List<String> found = new ArrayList<>(contradictions(database));
        try (Connection connection = open(database)) {
            long changed = number(connection, "SELECT count(*) FROM child WHERE note = 'changed'");
            long all = number(connection, "SELECT count(*) FROM child");
            long later = number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'later'");
            expect(found, "restored rows", all * later, changed);
        }
        return found;
    }

    private static long rows(Connection connection, String table, boolean none) throws SQLException {
        return none ? -1 : number(connection, "SELECT count(*) FROM " + table);
    }

    private static void expect(List<String> found, String what, long expected, long actual) {
        if (expected != actual) {
            found.add("half: " + what + " " + actual + " instead of " + expected);
        }
    }

    private static void compare(Connection connection, int script, boolean ran, List<String> found)
            throws SQLException {
        boolean logged = number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'log'") > 0;
        long times = 0;
        for (String point : List.of("begin", "end")) {
            long count = !logged
                    ? 0
                    : number(
                            connection,
                            "SELECT count(*) FROM log WHERE script = " + script + " AND point = '" + point + "'");
            if (count > 1) {
                found.add("twice: script " + script + " has " + count + " rows for its " + point);
            } else if (count != (ran ? 1 : 0)) {
                found.add("half: script " + script + (ran ? " ran" : " did not run") + ", its " + point + " has "
                        + count + " rows");
            }
            times += count;
        }
        if (times == 1) {
            found.add("half: script " + script + " is there by half");
        }
    }
}

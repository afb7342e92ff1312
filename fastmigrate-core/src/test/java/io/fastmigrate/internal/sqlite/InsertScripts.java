package io.fastmigrate.internal.sqlite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes tables of every kind, and scripts that fill them with long runs of INSERTs between statements that could tell
 * whether these ran one by one. The seed decides. Each statement is one line.
 */
public final class InsertScripts {

    private static final List<String> TYPES =
            List.of("", "INTEGER", "INT", "TEXT", "BLOB", "REAL", "NUMERIC", "VARCHAR(10)", "DATETIME", "BOOLEAN");
    private static final List<String> STRICT_TYPES = List.of("INT", "INTEGER", "TEXT", "BLOB", "REAL", "ANY");
    private static final List<String> CONFLICTS = List.of(
            "", "", "", " ON CONFLICT IGNORE", " ON CONFLICT REPLACE", " ON CONFLICT FAIL", " ON CONFLICT ROLLBACK");
    private static final List<String> VERBS = List.of(
            "INSERT INTO",
            "INSERT INTO",
            "INSERT OR IGNORE INTO",
            "INSERT OR IGNORE INTO",
            "INSERT OR REPLACE INTO",
            "REPLACE INTO",
            "insert or abort into",
            "INSERT OR FAIL INTO",
            "INSERT OR ROLLBACK INTO");
    private static final List<String> ODD_LITERALS = List.of(
            "NULL",
            "TRUE",
            "false",
            "0",
            "-0",
            "-0.0",
            "+7",
            "- 7",
            "1e3",
            "1E+2",
            "1.5e-3",
            ".5",
            "5.",
            "1_000",
            "0x1F",
            "-0x10",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "1e400",
            "''",
            "'1'",
            "' 2 '",
            "'3.0'",
            "'4e2'",
            "'0x10'",
            "'it''s; -- no'",
            "'\u00fc\u4e2d\ud83d\ude00'",
            "x''",
            "x'00ff'",
            "X'31'",
            "'2024-02-30'",
            "1.0",
            "100000000000000000000.0",
            "'9223372036854775808'");
    private static final List<String> NO_LITERALS = List.of(
            "1 + 1",
            "abs(-3)",
            "changes()",
            "(SELECT count(*) FROM t)",
            "(SELECT max(rowid) FROM log)",
            "CAST('7' AS INTEGER)",
            "- -5",
            "-'8'",
            "\"dq\"",
            "'a' || 'b'",
            "random() * 0",
            "CURRENT_DATE > ''",
            "'x' COLLATE NOCASE");

    private static final List<String> PLACES =
            List.of(" t", " t", " t", " t", " t", " t", " t", " T", " main.t", " main.t", " \"t\"", " [T]");

    private final Random random;
    private final List<String> before = new ArrayList<>();
    private final List<String> script = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> references = new HashSet<>();
    private boolean sequence;
    private boolean strict;
    private boolean withoutRowid;
    private int number;

    private InsertScripts(long seed) {
        random = new Random(seed);
    }

    /** What one seed makes: statements that stand before the migration, and those of its script. */
    public record Case(List<String> before, List<String> script) {}

    public static Case of(long seed) {
        InsertScripts made = new InsertScripts(seed);
        made.schema();
        made.body();
        return new Case(made.before, made.script);
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void schema() {
        strict = once(5);
        withoutRowid = once(6);
        boolean autoincrement = !withoutRowid && once(4);
        sequence = autoincrement;
        StringBuilder table = new StringBuilder("CREATE TABLE t (");
        if (withoutRowid) {
            table.append("id ")
                    .append(strict ? "INT" : "")
                    .append(" PRIMARY KEY")
                    .append(one(CONFLICTS));
        } else if (autoincrement) {
            table.append("id INTEGER PRIMARY KEY AUTOINCREMENT");
        } else if (once(2)) {
            table.append("id INTEGER PRIMARY KEY").append(one(CONFLICTS));
        } else {
            table.append("id ").append(strict ? "ANY" : "");
        }
        columns.add("id");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            column(table, "c" + i);
        }
        if (once(10)) {
            table.append(", g ")
                    .append(strict ? "ANY" : "")
                    .append(" AS (id || 'g')")
                    .append(once(2) ? " STORED" : "");
        }
        if (once(8)) {
            table.append(", CHECK (")
                    .append(once(3) ? "changes() >= 0 AND " : "")
                    .append("id IS NOT 13)");
        }
        table.append(')').append(withoutRowid ? " WITHOUT ROWID" : "");
        table.append(strict ? withoutRowid ? ", STRICT" : " STRICT" : "");
        List<String> place = once(3) ? script : before;
        if (place.equals(script) && once(3)) {
            script.add("PRAGMA foreign_keys = ON;");
        }
        before.add("CREATE TABLE log (id INTEGER PRIMARY KEY, a, b, c);");
        before.add("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);");
        before.add("INSERT INTO parent VALUES (1, 'one'), (2, 'two'), (3, 'three');");
        place.add(table.append(';').toString());
        around(place);
    }

    /** What there may be beside the table. */
    private void around(List<String> place) {
        if (once(6)) {
            place.add("CREATE INDEX t_expression ON t (c0 || 'x');");
        }
        if (once(6)) {
            place.add("CREATE UNIQUE INDEX t_partial ON t (c0) WHERE id > 20;");
        }
        if (once(6)) {
            place.add(trigger(once(3) ? "t" : "log"));
        }
        if (once(12)) {
            before.add("CREATE VIEW counted AS SELECT changes() AS n, total_changes() AS m;");
        }
    }

    private void column(StringBuilder table, String name) {
        columns.add(name);
        types.put(name, one(strict ? STRICT_TYPES : TYPES));
        table.append(", ").append(name).append(' ').append(types.get(name));
        if (once(6)) {
            table.append(" NOT NULL").append(one(CONFLICTS));
        }
        boolean counting = false;
        if (once(5)) {
            String value = one(List.of("'5'", "6", "-7.5", "x'08'", "NULL", "(abs(-9))", "(changes())", "TRUE"));
            // Where a failure hangs on what was counted before, it shows elsewhere when statements run again one by
            // one.
            counting = value.equals("(changes())");
            table.append(" DEFAULT ").append(value);
        }
        if (once(8) && !counting) {
            table.append(" UNIQUE").append(one(CONFLICTS));
        }
        if (once(12)) {
            table.append(" CHECK (").append(name).append(" IS NOT 12)");
        }
        if (once(8)) {
            table.append(" COLLATE NOCASE");
        }
        if (once(10) && !counting && !List.of("BLOB", "REAL").contains(types.get(name))) {
            references.add(name);
            table.append(" REFERENCES ")
                    .append((table.indexOf("PRIMARY KEY") > 0 && once(2) ? "t (id)" : "parent (id)"))
                    .append(" ON DELETE CASCADE");
        }
    }

    private String trigger(String table) {
        String when = one(List.of("BEFORE INSERT", "AFTER INSERT", "AFTER DELETE"));
        String temporary = once(3) ? "TEMP " : "";
        return "CREATE " + temporary + "TRIGGER g" + ++number + " " + when + " ON " + table
                + " BEGIN INSERT INTO log (a, b, c) SELECT changes(), total_changes(), last_insert_rowid()"
                + " WHERE (SELECT count(*) FROM log) < 40; END;";
    }

    private void body() {
        int blocks = 1 + random.nextInt(3);
        for (int i = 0; i < blocks; i++) {
            if (once(2)) {
                between();
            }
            inserts();
        }
        if (once(2)) {
            between();
        }
        // A temporary table of the same name is gone afterwards.
        script.add("CREATE TABLE kept AS SELECT * FROM t;");
    }

    private void between() {
        script.add(
                switch (random.nextInt(17)) {
                    case 0 -> "UPDATE t SET c0 = id WHERE id = 5;";
                    case 1 -> "DELETE FROM t WHERE id % 7 = 1;";
                    case 2 -> "SELECT count(*) FROM t;";
                    case 3 -> trigger("t");
                    case 4 -> "DROP TRIGGER IF EXISTS g" + Math.max(1, number) + ";";
                    case 5 -> "CREATE INDEX IF NOT EXISTS later ON t (c0, id);";
                    case 6 -> "INSERT INTO log (a, b) SELECT changes(), total_changes();";
                    case 7 -> "INSERT INTO log (a) VALUES (last_insert_rowid());";
                    case 8 -> sequence ? "INSERT INTO log (a) SELECT max(seq) FROM sqlite_sequence;" : "SELECT 1;";
                    case 9 -> "CREATE TEMP TABLE IF NOT EXISTS t AS SELECT * FROM main.t;";
                    case 10 -> "INSERT INTO t (id, c0) SELECT 1000 + count(*), 'copied' FROM t;";
                    case 11 -> "PRAGMA recursive_triggers = ON;";
                    case 12 -> "SAVEPOINT s; " + trigger("t") + " ROLLBACK TO s; RELEASE s;";
                    case 13 -> "ALTER TABLE log ADD COLUMN d" + ++number + ";";
                    case 14 -> "DELETE FROM t;";
                    case 15 -> "INSERT INTO log (a) SELECT \"changes\"();";
                    default -> "DELETE FROM parent WHERE id = 3;";
                });
    }

    /** A run of statements with one head, mostly long enough to be worth joining. */
    private void inserts() {
        List<String> given = new ArrayList<>(columns);
        boolean named = once(2);
        if (named && once(3) && !withoutRowid) {
            given.remove(0);
        }
        String head = one(VERBS)
                + (once(50) ? " temp.t" : one(PLACES))
                + (named || random.nextBoolean() ? " (" + String.join(", ", given) + ")" : "")
                + one(List.of(" VALUES ", " VALUES ", " values", "\tVALUES /* rows */ "));
        int rows = once(4) ? random.nextInt(60) : 65 + random.nextInt(120);
        boolean nasty = once(3);
        boolean failing = once(5);
        int bad = failing ? random.nextInt(rows + 1) : -1;
        for (int i = 0; i < rows; i++) {
            StringBuilder text = new StringBuilder(head);
            int together = once(25) ? 1 + random.nextInt(3) : 1;
            for (int k = 0; k < together; k++) {
                text.append(k == 0 ? "" : ", ").append(row(given, nasty, i == bad));
            }
            script.add(text.append(once(60) ? " ON CONFLICT DO NOTHING" : once(200) ? " RETURNING id" : "")
                    .append(once(9) ? " ;" : ";")
                    .toString());
        }
    }

    private String row(List<String> given, boolean nasty, boolean bad) {
        StringBuilder row = new StringBuilder("(");
        for (int i = 0; i < given.size(); i++) {
            row.append(i == 0 ? "" : one(List.of(",", ", ", " ,", ", /* c */ ", ",\t")))
                    .append(value(given.get(i), nasty, bad));
        }
        return row.append(bad && once(4) ? ", 1" : "")
                .append(once(9) ? " )" : ")")
                .toString();
    }

    private String value(String column, boolean nasty, boolean bad) {
        if (bad && once(2)) {
            return one(List.of("1", "13", "12", "NULL", "'no number'", "nonsense", "12abc", "x'1'"));
        }
        if (once(700)) {
            return one(NO_LITERALS);
        }
        if (column.equals("id")) {
            return once(40) && !withoutRowid
                    ? "NULL"
                    : Integer.toString(nasty && once(20) ? random.nextInt(60) : 100 + ++number);
        }
        if (references.contains(column) && !once(500)) {
            return once(4) && !nasty ? "NULL" : Integer.toString(1 + random.nextInt(2));
        }
        String type = types.getOrDefault(column, "");
        if (nasty && once(2) && (!strict || type.equals("ANY"))) {
            return one(ODD_LITERALS);
        }
        boolean typed = strict && !type.equals("ANY");
        boolean text = typed ? type.equals("TEXT") : once(2);
        number++;
        if (text) {
            return "'text " + number + "'";
        }
        return typed && type.equals("BLOB") ? "x'0" + (number % 10) + "'" : Integer.toString(1000 + number);
    }
}

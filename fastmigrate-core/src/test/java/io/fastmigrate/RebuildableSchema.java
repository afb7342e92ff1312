package io.fastmigrate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A table of almost any kind, with rows and with much that refers to it; the same for the same seed. */
final class RebuildableSchema {

    /** What a schema can hold. */
    enum Feature {
        AUTOINCREMENT,
        ID_COLUMN,
        KEYLESS,
        TEXT_KEY,
        TWO_COLUMN_KEY,
        WITHOUT_ROWID,
        STRICT,
        GENERATED,
        TABLE_CONSTRAINTS,
        CONFLICT_CLAUSE,
        OWN_FOREIGN_KEY,
        COLUMN_NAMED_ROWID,
        INDEXES,
        TRIGGERS,
        VIEWS,
        BROKEN_VIEW,
        CHILD,
        ORPHAN_ROW,
        STATISTICS
    }

    private static final List<String> TABLES = List.of(
            "books", "Order", "select", "it's", "a\"b", "x y", "[z]", "ütf", "sqlite", "t;--", "new`", "1st", "a.b",
            "%s");
    private static final List<String> COLUMNS =
            List.of("a", "B", "group", "c d", "e\"f", "it's", "ö", "values", "1", "x]y", "check", "--", "t;t");
    private static final List<String> TYPES = List.of(
            "", " INTEGER", " INT", " TEXT", " REAL", " BLOB", " NUMERIC", " VARCHAR(20)", " DECIMAL(10, 2)", " DATE");
    private static final List<String> STRICT_TYPES = List.of(" INTEGER", " INT", " TEXT", " REAL", " BLOB", " ANY");
    private static final List<String> VALUES = List.of(
            "NULL",
            "0",
            "-1",
            "9223372036854775807",
            "1.5",
            "-0.0",
            "9e999",
            "1e300",
            "'x'",
            "''",
            "'12'",
            "' 1 '",
            "'1.0'",
            "char(65, 0, 66)",
            "'ä''\"'",
            "x''",
            "x'00ff'",
            "zeroblob(3)",
            "CAST(x'ff' AS TEXT)");

    private final Random random;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private final List<String> script = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final String table;

    private RebuildableSchema(long seed) {
        this.random = new Random(seed);
        this.table = pick(TABLES);
    }

    static RebuildableSchema of(long seed) {
        RebuildableSchema schema = new RebuildableSchema(seed);
        schema.makeTable();
        schema.makeRows();
        schema.makeSurroundings();
        return schema;
    }

    String table() {
        return table;
    }

    Set<Feature> features() {
        return features;
    }

    /** Returns the statements; some inserts break a constraint and are meant to fail. */
    List<String> statements() {
        return script;
    }

    private boolean chance(Feature feature, double probability) {
        boolean chosen = random.nextDouble() < probability;
        if (chosen) {
            features.add(feature);
        }
        return chosen;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Quotes a name in one of SQLite's ways, or not at all where that is not needed. */
    private String name(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name.contains("]") ? quoted(name) : "[" + name + "]";
            case 1 -> '`' + name.replace("`", "``") + '`';
            case 2 -> List.of("books", "a", "B").contains(name) ? name : quoted(name);
            default -> quoted(name);
        };
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private void makeTable() {
        boolean strict = chance(Feature.STRICT, 0.3);
        List<String> items = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        boolean withoutRowId = key(items, constraints);
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String column = COLUMNS.get((random.nextInt(3) + i * 3) % COLUMNS.size());
            if (!columns.contains(column)) {
                columns.add(column);
                items.add(name(column) + (strict ? pick(STRICT_TYPES) : pick(TYPES)) + columnConstraints());
            }
        }
        if (!withoutRowId && chance(Feature.COLUMN_NAMED_ROWID, 0.15)) {
            for (String alias : List.of("rowid", "OID", "_rowid_").subList(0, 1 + random.nextInt(3))) {
                items.add(alias + " INTEGER");
            }
        }
        if (chance(Feature.GENERATED, 0.3)) {
            items.add("gen" + (strict ? " INT" : "") + " AS (length(" + quoted(columns.get(0)) + ")) "
                    + pick(List.of("STORED", "VIRTUAL")));
        }
        if (chance(Feature.TABLE_CONSTRAINTS, 0.5)) {
            constraints.add("CONSTRAINT " + name("some check") + " CHECK (" + quoted(columns.get(0)) + " IS NOT 77)");
            constraints.add("/* , ( */ UNIQUE (" + quoted(pick(columns)) + " COLLATE NOCASE, " + quoted(columns.get(0))
                    + ")" + pick(List.of("", " ON CONFLICT IGNORE", " ON CONFLICT REPLACE")));
        }
        if (chance(Feature.OWN_FOREIGN_KEY, 0.3)) {
            constraints.add("FOREIGN KEY (" + quoted(pick(columns)) + ") REFERENCES " + name(table)
                    + pick(List.of("", " ON DELETE CASCADE", " ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED")));
        }
        items.addAll(constraints);
        String options = String.join(
                ", ",
                java.util.stream.Stream.of(withoutRowId ? "WITHOUT ROWID" : "", strict ? "STRICT" : "")
                        .filter(option -> !option.isEmpty())
                        .toList());
        script.add("CREATE TABLE " + pick(List.of("", "IF NOT EXISTS ")) + name(table)
                + pick(List.of("", " ", " -- (\n", "/*(*/")) + "("
                + String.join(pick(List.of(",", ", ", ",\n  ", ", -- and\n", ",/* ) */")), items)
                + pick(List.of("", "\n", " -- end )\n")) + ") " + options);
    }

    /** Adds a primary key; tells whether the table is to be without row ids. */
    private boolean key(List<String> items, List<String> constraints) {
        columns.add("id");
        switch (random.nextInt(5)) {
            case 0 -> {
                features.add(Feature.AUTOINCREMENT);
                items.add("id INTEGER PRIMARY KEY AUTOINCREMENT");
                return false;
            }
            case 1 -> {
                features.add(Feature.ID_COLUMN);
                items.add("id INTEGER" + (random.nextBoolean() ? " PRIMARY KEY" : ""));
                if (!items.get(0).endsWith("KEY")) {
                    constraints.add("PRIMARY KEY (id)");
                }
                return false;
            }
            case 2 -> {
                features.add(Feature.KEYLESS);
                items.add("id TEXT");
                return false;
            }
            case 3 -> {
                features.add(Feature.TEXT_KEY);
                items.add("id TEXT NOT NULL PRIMARY KEY" + pick(List.of("", " DESC", " COLLATE NOCASE")));
            }
            default -> {
                features.add(Feature.TWO_COLUMN_KEY);
                columns.add("id2");
                items.add("id INT NOT NULL");
                items.add("id2 TEXT NOT NULL DEFAULT 'k'");
                constraints.add("PRIMARY KEY (id2, id DESC)");
            }
        }
        return chance(Feature.WITHOUT_ROWID, 0.6);
    }

    private String columnConstraints() {
        if (chance(Feature.CONFLICT_CLAUSE, 0.15)) {
            return pick(List.of(
                    " UNIQUE ON CONFLICT IGNORE", " UNIQUE ON CONFLICT REPLACE", " NOT NULL ON CONFLICT IGNORE"));
        }
        return pick(List.of(
                "", "", "", " DEFAULT NULL", " COLLATE NOCASE", " COLLATE RTRIM", " CHECK (1, 1)".replace(", 1", "")));
    }

    private void makeRows() {
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            List<String> values = new ArrayList<>();
            for (String column : columns) {
                boolean number = column.equals("id") && random.nextInt(4) > 0;
                values.add(number ? Integer.toString(random.nextInt(1000)) : pick(VALUES));
            }
            List<String> names = columns.stream().map(RebuildableSchema::quoted).toList();
            script.add("INSERT INTO " + quoted(table) + " (" + String.join(", ", names) + ") VALUES ("
                    + String.join(", ", values) + ")");
        }
        script.add("DELETE FROM " + quoted(table) + " WHERE id = (SELECT max(id) FROM " + quoted(table) + ")");
        if (random.nextInt(4) == 0) {
            script.add("ALTER TABLE " + quoted(table) + " ADD COLUMN added TEXT DEFAULT 'was not there'");
            columns.add("added");
        }
    }

    private void makeSurroundings() {
        String column = quoted(columns.get(columns.size() - 1));
        if (chance(Feature.VIEWS, 0.5)) {
            script.add("CREATE VIEW v1 AS SELECT * FROM " + name(table));
            script.add("CREATE VIEW " + name("v 2") + " AS SELECT x." + column + " FROM v1 AS x, " + name(table));
            script.add("CREATE TRIGGER instead INSTEAD OF DELETE ON v1 BEGIN DELETE FROM " + name(table)
                    + " WHERE id = OLD.id; END");
        }
        if (chance(Feature.BROKEN_VIEW, 0.15)) {
            script.add("CREATE VIEW broken AS SELECT gone FROM nowhere");
        }
        if (chance(Feature.CHILD, 0.5)) {
            script.add("CREATE TABLE child (x REFERENCES " + name(table)
                    + "(id) ON DELETE CASCADE ON UPDATE SET NULL, y)");
            if (chance(Feature.ORPHAN_ROW, 0.5)) {
                script.add("CREATE UNIQUE INDEX parent_key ON " + name(table) + " (id)");
                script.add("INSERT INTO child VALUES ('no one', 1)");
            }
            script.add("INSERT INTO child SELECT id, 2 FROM " + quoted(table));
            script.add("CREATE TRIGGER from_child AFTER DELETE ON child BEGIN DELETE FROM " + name(table)
                    + " WHERE id = OLD.x; END");
        }
        if (chance(Feature.INDEXES, 0.6)) {
            script.add("CREATE INDEX i1 ON " + name(table) + " (" + column + " COLLATE NOCASE DESC, id) -- note");
            script.add("CREATE INDEX " + name("i 2") + " ON " + name(table) + "(id) WHERE " + column + " IS NOT NULL");
            script.add("CREATE INDEX i3 ON " + name(table) + "(lower(" + column + "), id || 'x')");
        }
        if (chance(Feature.TRIGGERS, 0.5)) {
            script.add("CREATE TABLE log (what)");
            script.add("CREATE TRIGGER t1 AFTER INSERT ON " + name(table)
                    + " BEGIN INSERT INTO log VALUES (CASE WHEN NEW.id THEN 'y' ELSE 'n' END); SELECT 1; END");
            script.add("CREATE TRIGGER " + name("t 2") + " BEFORE UPDATE OF " + column + " ON " + name(table)
                    + " WHEN OLD.id > 3 BEGIN DELETE FROM log; END");
        }
        if (chance(Feature.STATISTICS, 0.3)) {
            script.add("ANALYZE");
        }
    }
}

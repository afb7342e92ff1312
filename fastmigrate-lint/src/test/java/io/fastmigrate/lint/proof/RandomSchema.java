package io.fastmigrate.lint.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Statements that make a small schema for SQLite: tables with keys and constraints of all kinds, indexes, views, triggers. */
final class RandomSchema {

    private static final List<String> TABLES = List.of("author", "book", "tag", "note");
    private static final List<String> COLUMNS = List.of("name", "title", "amount", "country", "born");

    private final Random random;
    private final List<String> statements = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    private RandomSchema(Random random) {
        this.random = random;
    }

    static String of(Random random) {
        RandomSchema schema = new RandomSchema(random);
        int tables = 2 + random.nextInt(3);
        for (int i = 0; i < tables; i++) {
            schema.table(i);
        }
        return String.join(";\n", schema.statements) + ";\n";
    }

    private void table(int number) {
        String table = TABLES.get(number);
        boolean strict = random.nextInt(4) == 0;
        List<String> parts = new ArrayList<>();
        String key = key(parts);
        boolean withoutRowId = !parts.get(0).contains("AUTOINCREMENT") && random.nextInt(5) == 0;
        List<String> columns = new ArrayList<>(COLUMNS.subList(0, 2 + random.nextInt(COLUMNS.size() - 1)));
        for (String column : columns) {
            parts.add(column + " " + pick(strict ? List.of("TEXT", "INTEGER", "REAL", "ANY") : types())
                    + constraint(column, strict));
        }
        if (random.nextInt(3) == 0) {
            parts.add("upper_name TEXT GENERATED ALWAYS AS (upper(name))" + pick(List.of("", " STORED")));
        }
        for (int parent = 0; parent < number; parent++) {
            if (!keys.get(parent).isEmpty() && random.nextInt(2) == 0) {
                parts.add(reference(parent));
            }
        }
        if (key.isEmpty()) {
            parts.add("PRIMARY KEY (a, b)");
        }
        keys.add(key);
        List<String> options = new ArrayList<>();
        if (strict) {
            options.add("STRICT");
        }
        if (withoutRowId) {
            options.add("WITHOUT ROWID");
        }
        statements.add("CREATE TABLE " + table + " (" + String.join(", ", parts) + ") " + String.join(", ", options));
        objects(number, columns);
    }

    private static List<String> types() {
        return List.of("TEXT", "INTEGER", "REAL", "BLOB", "NUMERIC", "VARCHAR(20)", "BOOLEAN", "");
    }

    /** Returns the column that others can refer to; empty for a key of two. */
    private String key(List<String> parts) {
        switch (random.nextInt(4)) {
            case 0 -> parts.add("id INTEGER PRIMARY KEY");
            case 1 -> parts.add("id INTEGER PRIMARY KEY AUTOINCREMENT");
            case 2 -> {
                parts.add("id TEXT NOT NULL PRIMARY KEY");
                return "TEXT";
            }
            default -> {
                parts.add("a INTEGER NOT NULL");
                parts.add("b TEXT NOT NULL");
                return "";
            }
        }
        return "INTEGER";
    }

    private String constraint(String column, boolean strict) {
        return switch (random.nextInt(8)) {
            case 0 -> " NOT NULL";
            case 1 -> " UNIQUE";
            case 2 -> strict ? " NOT NULL" : " NOT NULL DEFAULT 'x'";
            case 3 -> " CHECK (" + column + " <> 'zz')";
            case 4 -> " COLLATE NOCASE";
            default -> "";
        };
    }

    private String reference(int parent) {
        String table = TABLES.get(parent);
        return table + "_id " + keys.get(parent) + " REFERENCES " + table + pick(List.of("", " (id)"))
                + pick(List.of("", " ON DELETE CASCADE", " ON DELETE SET NULL"));
    }

    private void objects(int number, List<String> columns) {
        String table = TABLES.get(number);
        String column = pick(columns);
        switch (random.nextInt(5)) {
            case 0 -> statements.add("CREATE INDEX " + table + "_" + column + " ON " + table + " (" + column + ")");
            case 1 ->
                statements.add("CREATE UNIQUE INDEX " + table + "_" + column + " ON " + table + " (" + column
                        + ") WHERE " + pick(columns) + " IS NOT NULL");
            case 2 -> statements.add("CREATE INDEX " + table + "_lower ON " + table + " (lower(" + column + "))");
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            statements.add("CREATE VIEW " + table + "_view AS SELECT " + column + " FROM " + table);
        }
        if (number > 0 && random.nextInt(3) == 0) {
            String other = TABLES.get(random.nextInt(number));
            statements.add("CREATE TRIGGER " + table + "_trigger AFTER " + pick(List.of("INSERT", "DELETE", "UPDATE"))
                    + " ON " + table + " BEGIN DELETE FROM " + other + " WHERE name = 'zz'; END");
        }
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

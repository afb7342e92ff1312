package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.internal.sqlite.connection.SchemaGenerator.Feature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** What stands behind the name in one generated CREATE TABLE. */
final class TableText {

    private static final List<String> TYPES = List.of("", "INTEGER", "TEXT", "BLOB", "REAL", "NUMERIC", "VARCHAR(20)");
    private static final List<String> STRICT_TYPES = List.of("INT", "INTEGER", "TEXT", "BLOB", "REAL", "ANY");
    private static final List<String> COLUMN_NAMES = List.of(
            "a", "b", "value", "order", "a\"b", "it's", "x y", "rowid", "CREATE TABLE", "new\nline", "ß", "--", "c]d");

    private final SchemaGenerator generator;
    private final Random random;
    private final boolean strict;
    private final boolean withoutRowid;
    private final boolean hidesRowid;
    private final List<String> columns = new ArrayList<>();
    private final List<String> plainColumns = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private String text = "";

    TableText(SchemaGenerator generator, Random random) {
        this.generator = generator;
        this.random = random;
        this.strict = chance(3, Feature.STRICT);
        this.withoutRowid = chance(4, Feature.WITHOUT_ROWID);
        this.hidesRowid = !withoutRowid && chance(20, Feature.HIDDEN_ROWID);
        make();
    }

    private void make() {
        if (hidesRowid) {
            for (String name : List.of("rowid", "oid", "_rowid_")) {
                add(name, name + " " + type());
            }
        } else {
            primaryKey();
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            column();
        }
        if (chance(3, Feature.GENERATED)) {
            String from = Sql.quoted(generator.pick(columns));
            String name = newName();
            columns.add(name);
            parts.add(generator.quote(name) + (strict ? " TEXT" : "") + generator.blank() + "AS (" + from + " || ');')"
                    + generator.pick(List.of("", " VIRTUAL", " STORED")));
        }
        constraints();
        List<String> options = new ArrayList<>();
        if (strict) {
            options.add("STRICT");
        }
        if (withoutRowid) {
            options.add("WITHOUT" + generator.blank() + "ROWID");
        }
        text = generator.blank() + "(" + String.join("," + generator.blank(), parts) + ")" + generator.blank()
                + String.join(", ", options) + generator.pick(List.of("", "", "\n", " -- end", " /* end"));
    }

    private void primaryKey() {
        int kind = withoutRowid ? 1 + random.nextInt(2) : random.nextInt(5);
        String name = newName();
        switch (kind) {
            case 0 -> {
                generator.count(Feature.AUTOINCREMENT);
                columns.add(name);
                parts.add(generator.quote(name) + " INTEGER PRIMARY KEY AUTOINCREMENT");
            }
            case 1 ->
                add(name, generator.quote(name) + " " + type() + " PRIMARY KEY" + generator.conflict() + " NOT NULL");
            case 2 -> {
                String second = newName();
                add(name, generator.quote(name) + " " + type() + " NOT NULL");
                add(second, generator.quote(second) + " " + type() + " NOT NULL" + generator.collation());
                constraint = "PRIMARY KEY (" + generator.quote(name) + " DESC, " + generator.quote(second) + ")";
            }
            case 3 -> {
                columns.add(name);
                parts.add(
                        generator.quote(name) + " INTEGER" + generator.blank() + "PRIMARY KEY" + generator.conflict());
            }
            default -> add(name, generator.quote(name) + " " + type());
        }
    }

    private String constraint = "";

    private void column() {
        String name = newName();
        StringBuilder column = new StringBuilder(generator.quote(name) + " " + type());
        if (random.nextInt(4) == 0) {
            column.append(" NOT NULL").append(generator.conflict()).append(" DEFAULT 7");
        } else if (random.nextInt(3) == 0 && !strict) {
            column.append(generator.blank()).append("DEFAULT ").append(generator.defaultValue());
        }
        if (random.nextInt(6) == 0) {
            column.append(" UNIQUE").append(generator.conflict());
        }
        if (random.nextInt(4) == 0) {
            column.append(generator.collation());
        }
        if (chance(4, Feature.CHECK)) {
            column.append(" CHECK (")
                    .append(Sql.quoted(name))
                    .append(" IS NOT 'a);b' OR ")
                    .append(Sql.quoted(name))
                    .append(" IS NULL)");
        }
        if (!generator.tables().isEmpty() && chance(4, Feature.DEFERRED_FOREIGN_KEY)) {
            column.append(" REFERENCES ")
                    .append(generator.quote(generator.pick(generator.tables()).name()))
                    .append(" ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED");
        }
        add(name, column.toString());
    }

    private void constraints() {
        if (!constraint.isEmpty()) {
            parts.add(constraint);
        }
        if (random.nextInt(4) == 0) {
            parts.add(
                    "CONSTRAINT " + generator.quote("named; constraint") + " UNIQUE (" + generator.quote(columns.get(0))
                            + ", " + generator.quote(columns.get(columns.size() - 1)) + ")" + generator.conflict());
        }
    }

    private void add(String name, String part) {
        columns.add(name);
        plainColumns.add(name);
        parts.add(part);
    }

    private final Set<String> used = new HashSet<>();

    private String newName() {
        String name = generator.pick(COLUMN_NAMES);
        while (columns.stream().anyMatch(name::equalsIgnoreCase) || !used.add(name.toLowerCase(Locale.ROOT))) {
            name = generator.pick(COLUMN_NAMES) + random.nextInt(100);
        }
        return name;
    }

    private String type() {
        return generator.pick(strict ? STRICT_TYPES : TYPES);
    }

    private boolean chance(int oneIn, Feature feature) {
        boolean yes = random.nextInt(oneIn) == 0;
        if (yes) {
            generator.count(feature);
        }
        return yes;
    }

    String text() {
        return text;
    }

    List<String> columns() {
        return columns;
    }

    List<String> plainColumns() {
        return plainColumns;
    }

    boolean hidesRowid() {
        return hidesRowid;
    }
}

package io.fastmigrate.lint.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Scripts of one statement, or of one rebuild, that change a schema of {@link RandomSchema}, some of them wrong in one of the ways
 * that people get them wrong. None depends on what the rows hold: no CHECK compares columns, no UNIQUE index meets equal values.
 */
final class RandomDdl {

    private static final List<String> DEFAULTS = List.of(
            "",
            "",
            "",
            "1",
            "-1",
            "'x'",
            "NULL",
            "(NULL)",
            "(1)",
            "(1 + 1)",
            "CURRENT_TIMESTAMP",
            "\"x\"",
            "x'07'",
            "(lower('X'))",
            "TRUE");

    private static final List<String> CONSTRAINTS = List.of(
            "",
            "",
            "",
            "NOT NULL",
            "NOT NULL",
            "NULL",
            "UNIQUE",
            "PRIMARY KEY",
            "CHECK (added > 0)",
            "CHECK (added IS NOT NULL)",
            "CHECK (length(added) < 9)",
            "COLLATE NOCASE",
            "COLLATE unknown",
            "CONSTRAINT known NOT NULL",
            "REFERENCES author",
            "REFERENCES author (id) ON DELETE SET NULL",
            "REFERENCES missing (id)");

    /**
     * A script.
     *
     * @param probe a query whose result says whether the script did what it says; empty for none
     * @param expected by the probe, where it did
     */
    record Ddl(String sql, String probe, String expected) {
        Ddl(String sql) {
            this(sql, "", "");
        }
    }

    private final Random random;
    private final Connection schema;

    /** @param schema a database with the schema that is changed */
    RandomDdl(Random random, Connection schema) {
        this.random = random;
        this.schema = schema;
    }

    Ddl next() throws SQLException {
        String table = pick(texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                + " AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name"));
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> addColumn(table);
            case 5 -> new Ddl("ALTER TABLE " + table + " DROP COLUMN " + column(table));
            case 6 ->
                new Ddl("ALTER TABLE " + table + " RENAME COLUMN " + column(table) + " TO "
                        + pick(List.of("renamed", "name", "id")));
            case 7 -> new Ddl("ALTER TABLE " + table + " RENAME TO " + pick(List.of("other", "renamed", "author")));
            case 8 -> new Ddl("DROP TABLE " + pick(List.of("", "IF EXISTS ")) + table);
            case 9 -> index(table);
            case 10 -> view(table);
            case 11 -> trigger(table);
            case 12 -> drop();
            case 13, 14, 15 -> createTable(table);
            default -> rebuild(table);
        };
    }

    private Ddl addColumn(String table) throws SQLException {
        String type = pick(List.of("TEXT", "INTEGER", "REAL", "", "VARCHAR(5)", "BOOLEAN"));
        StringBuilder column = new StringBuilder("added").append(type.isEmpty() ? "" : " " + type);
        String value = pick(DEFAULTS);
        List<String> constraints = new ArrayList<>();
        if (!value.isEmpty()) {
            constraints.add("DEFAULT " + value);
        }
        String constraint = pick(CONSTRAINTS);
        constraints.add(random.nextInt(constraints.size() + 1), constraint);
        if (random.nextInt(6) == 0) {
            return new Ddl("ALTER TABLE " + table + " ADD COLUMN added TEXT "
                    + pick(List.of(
                            "GENERATED ALWAYS AS (name)",
                            "GENERATED ALWAYS AS (name || 'x') STORED",
                            "AS (upper(name)) VIRTUAL NOT NULL",
                            "AS (nope)")));
        }
        column.append(' ').append(String.join(" ", constraints).strip());
        String sql = "ALTER TABLE " + table + " ADD " + pick(List.of("", "COLUMN ")) + column;
        // Whoever writes "x" names something, and does not mean a text.
        return value.equals("\"x\"") && String.join("", constraints).contains("DEFAULT \"x\"")
                ? new Ddl(sql, "SELECT count(*) FROM " + table + " WHERE added = 'x'", "0")
                : new Ddl(sql);
    }

    private Ddl index(String table) throws SQLException {
        String column = pick(List.of(column(table), column(table), "nope", "lower(name)", "upper(nope)"));
        String where = pick(List.of("", "", " WHERE name IS NOT NULL", " WHERE random() > 0"));
        return new Ddl("CREATE " + pick(List.of("", "UNIQUE ")) + "INDEX " + pick(List.of("", "IF NOT EXISTS "))
                + "added ON " + table + " (" + column + ")" + where);
    }

    private Ddl view(String table) throws SQLException {
        return new Ddl("CREATE VIEW added AS SELECT " + pick(List.of(column(table), "nope", "count(*)")) + " FROM "
                + pick(List.of(table, table, "missing")));
    }

    private Ddl trigger(String table) throws SQLException {
        return new Ddl("CREATE TRIGGER added AFTER " + pick(List.of("INSERT", "UPDATE", "DELETE")) + " ON " + table
                + " BEGIN "
                + pick(List.of(
                        "DELETE FROM author WHERE name = 'zz'; ",
                        "DELETE FROM missing; ",
                        "UPDATE author SET nope = 1; ",
                        "SELECT 1; "))
                + "END");
    }

    private Ddl drop() throws SQLException {
        List<String> objects =
                texts("SELECT type || ' ' || name FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT"
                        + " NULL ORDER BY name");
        return new Ddl("DROP " + (objects.isEmpty() ? "VIEW missing" : pick(objects)));
    }

    private Ddl createTable(String table) throws SQLException {
        return switch (random.nextInt(5)) {
            case 0 -> ifNotExists(table);
            case 1 -> {
                String key = pick(List.of(
                        "code TEXT PRIMARY KEY",
                        "code INT PRIMARY KEY",
                        "code INTEGER PRIMARY KEY",
                        "code TEXT NOT NULL PRIMARY KEY"));
                String options = pick(List.of("", "", " STRICT", " WITHOUT ROWID"));
                yield new Ddl("CREATE TABLE added (" + key + ", name TEXT)" + options, "nulls", "0");
            }
            case 2 ->
                new Ddl("CREATE TABLE added (id INTEGER PRIMARY KEY, other REFERENCES " + table
                        + pick(List.of("", " (name)", " (nope)", " (id)")) + ")");
            case 3 ->
                new Ddl("CREATE TABLE added (id INTEGER PRIMARY KEY, other " + pick(List.of("TEXT", "DATETIME", "ANY"))
                        + ") STRICT");
            default -> new Ddl("CREATE TABLE " + pick(List.of("added", table)) + " AS SELECT * FROM " + table);
        };
    }

    private Ddl ifNotExists(String table) throws SQLException {
        boolean same = random.nextBoolean();
        String sql = texts("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '" + table + "'")
                .get(0);
        String made = same ? sql : "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, another TEXT)";
        return new Ddl(
                made.replaceFirst("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"),
                "SELECT count(*) FROM pragma_table_info('" + table + "') WHERE name = 'another'",
                same ? "0" : "1");
    }

    /** All columns are kept; of what else the table has, some scripts forget some. */
    private Ddl rebuild(String table) throws SQLException {
        String sql = texts("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '" + table + "'")
                .get(0);
        String changed = sql.replaceFirst("\\(", "(again TEXT, ");
        String columns =
                String.join(", ", texts("SELECT name FROM pragma_table_xinfo('" + table + "') WHERE hidden = 0"));
        List<String> objects = texts("SELECT sql FROM sqlite_schema WHERE tbl_name = '" + table
                + "' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY name");
        String behind = random.nextInt(3) == 0
                ? ""
                : String.join("", objects.stream().map(each -> each + ";\n").toList());
        String copy = "INSERT INTO %s (" + columns + ") SELECT " + columns + " FROM %s;\n";
        return random.nextInt(3) == 0
                ? new Ddl("ALTER TABLE " + table + " RENAME TO old;\n" + changed + ";\n" + copy.formatted(table, "old")
                        + "DROP TABLE old;\n" + behind)
                : new Ddl(changed.replaceFirst("CREATE TABLE \\w+", "CREATE TABLE fresh") + ";\n"
                        + copy.formatted("fresh", table) + "DROP TABLE " + table + ";\nALTER TABLE fresh RENAME TO "
                        + table + ";\n" + behind);
    }

    private String column(String table) throws SQLException {
        return pick(texts("SELECT name FROM pragma_table_xinfo('" + table + "')"));
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = schema.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

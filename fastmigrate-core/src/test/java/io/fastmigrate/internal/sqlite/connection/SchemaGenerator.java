package io.fastmigrate.internal.sqlite.connection;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes schemas of everything that SQLite can hold, with names and texts that mislead readers. The seed decides. */
final class SchemaGenerator {

    /** What must occur; the test counts. */
    enum Feature {
        STRICT,
        WITHOUT_ROWID,
        GENERATED,
        PARTIAL_INDEX,
        EXPRESSION_INDEX,
        COLLATION,
        CHECK,
        DEFERRED_FOREIGN_KEY,
        AUTOINCREMENT,
        VIEW_ON_VIEW,
        INSTEAD_OF_TRIGGER,
        TABLE_TRIGGER,
        FTS5,
        FTS5_EXTERNAL,
        FTS5_CONTENTLESS,
        FTS4,
        R_TREE,
        ALTERED,
        TABLE_AS_SELECT,
        HIDDEN_ROWID,
        BROKEN_VIEW,
        CONFLICT_CLAUSE
    }

    /** A table as far as other statements need it. */
    record Table(String name, List<String> columns, List<String> plainColumns, boolean hidesRowid) {}

    private static final List<String> NAMES = List.of(
            "select",
            "table",
            "order",
            "index",
            "if",
            "create table",
            "CREATE TABLE x(a)",
            "a\"b",
            "a'b",
            "a]b",
            "a[b",
            "a`b",
            "new\nline",
            "semi;colon",
            "-- comment",
            "/* comment",
            "ünïcode",
            "IF NOT EXISTS",
            "trailing ",
            "begin",
            "end",
            "a.b",
            "%s",
            "{brace}",
            "$1",
            "?",
            "main",
            "temp",
            "😀",
            "WITHOUT ROWID",
            "plain",
            "t",
            "Mixed");
    private static final List<String> BLANKS =
            List.of(" ", " ", " ", "\n", "\t", "\r\n", " /* CREATE TABLE x( ; ' \" */ ", " -- it's; a \"comment\n");
    private static final List<String> DEFAULTS = List.of(
            "0",
            "-5",
            "+1.5e3",
            "NULL",
            "'x;--y'",
            "'it''s'",
            "x'00ff'",
            "(1 + 2)",
            "CURRENT_TIMESTAMP",
            "('a' || ')')",
            "TRUE");
    private static final List<String> CONFLICTS = List.of("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE");
    private static final List<String> COLLATIONS = List.of("NOCASE", "RTRIM", "BINARY", "nocase");

    private final Random random;
    private final Set<String> used = new HashSet<>();
    private final Map<Feature, Integer> counts;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> views = new ArrayList<>();
    private final List<String> viewTriggers = new ArrayList<>();

    SchemaGenerator(long seed, Map<Feature, Integer> counts) {
        this.random = new Random(seed);
        this.counts = counts;
    }

    static Map<Feature, Integer> noCounts() {
        return new EnumMap<>(Feature.class);
    }

    List<Table> tables() {
        return tables;
    }

    /** Statements that make tables, their indexes and what is virtual. */
    List<String> tablesAndIndexes() {
        List<String> statements = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            table(statements);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            statements.add(index());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            virtualTable(statements);
        }
        return statements;
    }

    /** Statements that make views and triggers. */
    List<String> viewsAndTriggers() {
        List<String> statements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            view(statements);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            statements.add(trigger());
        }
        for (String view : views) {
            if (random.nextBoolean()) {
                statements.add(insteadOf(view));
            }
        }
        if (random.nextInt(6) == 0) {
            String base = newName();
            String view = newName();
            statements.add("CREATE TABLE " + quote(base) + "(a)");
            statements.add("CREATE VIEW " + quote(view) + " AS SELECT a FROM " + quote(base));
            statements.add("DROP TABLE " + quote(base));
            count(Feature.BROKEN_VIEW);
        }
        return statements;
    }

    private void table(List<String> statements) {
        String name = newName();
        if (!tables.isEmpty() && random.nextInt(8) == 0) {
            Table from = pick(tables);
            statements.add("CREATE TABLE " + quote(name) + " AS SELECT * FROM " + quote(from.name()));
            tables.add(new Table(name, from.columns(), from.columns(), from.hidesRowid()));
            count(Feature.TABLE_AS_SELECT);
            return;
        }
        TableText table = new TableText(this, random);
        statements.add(head("TABLE") + quote(name) + table.text());
        tables.add(new Table(name, table.columns(), table.plainColumns(), table.hidesRowid()));
        if (random.nextInt(5) == 0) {
            alter(statements);
        }
    }

    private void alter(List<String> statements) {
        Table table = tables.remove(tables.size() - 1);
        String renamed = newName();
        statements.add("ALTER TABLE " + quote(table.name()) + " RENAME TO " + quote(renamed));
        String column = "added " + random.nextInt(1000);
        statements.add("ALTER TABLE " + quote(renamed) + " ADD COLUMN " + quote(column) + " TEXT DEFAULT 'x;'");
        List<String> columns = new ArrayList<>(table.columns());
        columns.add(column);
        List<String> plain = new ArrayList<>(table.plainColumns());
        plain.add(column);
        tables.add(new Table(renamed, columns, plain, table.hidesRowid()));
        count(Feature.ALTERED);
    }

    private String index() {
        Table table = pick(tables);
        String column = pick(table.columns());
        String part = quote(column);
        if (random.nextInt(3) == 0) {
            part = "lower(" + part + ") || ';)'";
            count(Feature.EXPRESSION_INDEX);
        }
        if (random.nextInt(3) == 0) {
            part += " COLLATE " + pick(COLLATIONS);
            count(Feature.COLLATION);
        }
        part += pick(List.of("", " ASC", " desc"));
        String sql = head("INDEX") + quote(newName()) + blank() + "ON " + quote(table.name()) + blank() + "(" + part;
        sql += random.nextBoolean() ? ")" : ", " + quote(pick(table.columns())) + ")";
        if (random.nextInt(3) == 0) {
            sql += " WHERE " + quote(column) + " IS NOT NULL AND 'a;b' <> \"b;a\"".replace('"', '\'');
            count(Feature.PARTIAL_INDEX);
        }
        return sql + pick(List.of("", "", " -- the end", " /* the end", "\n"));
    }

    private void virtualTable(List<String> statements) {
        String name = newName();
        switch (random.nextInt(6)) {
            case 0 -> {
                statements.add(
                        head("VIRTUAL TABLE") + quote(name) + " USING fts5(title, \"a body\", tokenize = 'porter')");
                statements.add("INSERT INTO " + quote(name) + " VALUES ('one; two', 'it''s'), ('three', NULL)");
                tables.add(new Table(name, List.of("title", "a body"), List.of(), false));
                count(Feature.FTS5);
            }
            case 1 -> external(statements, name);
            case 2 -> {
                statements.add(head("VIRTUAL TABLE") + quote(name) + " USING fts5(body, content='')");
                statements.add("INSERT INTO " + quote(name) + "(rowid, body) VALUES (3, 'three')");
                count(Feature.FTS5_CONTENTLESS);
            }
            case 3 -> {
                statements.add(head("VIRTUAL TABLE") + quote(name) + " USING FTS4(body, tokenize=simple)");
                statements.add("INSERT INTO " + quote(name) + "(docid, body) VALUES (7, 'seven')");
                tables.add(new Table(name, List.of("body"), List.of(), false));
                count(Feature.FTS4);
            }
            default -> {
                statements.add(head("VIRTUAL TABLE") + quote(name) + " USING rtree(id, minX, maxX, +label TEXT)");
                statements.add("INSERT INTO " + quote(name) + " VALUES (1, 0.1, 0.3, 'it''s'), (9, -1e30, 1e30, NULL)");
                tables.add(new Table(name, List.of("id", "minX", "maxX", "label"), List.of(), false));
                count(Feature.R_TREE);
            }
        }
    }

    private void external(List<String> statements, String name) {
        String content = "content " + used.size();
        statements.add("CREATE TABLE " + quote(content) + " (id INTEGER PRIMARY KEY, body)");
        statements.add("INSERT INTO " + quote(content) + " VALUES (2, 'two'), (5, 'five and two')");
        statements.add(head("VIRTUAL TABLE") + quote(name) + " USING fts5(body, content = \"" + content
                + "\", content_rowid=id)");
        statements.add("INSERT INTO " + quote(name) + "(" + quote(name) + ") VALUES ('rebuild')");
        tables.add(new Table(name, List.of("body"), List.of(), false));
        tables.add(new Table(content, List.of("id", "body"), List.of("body"), false));
        count(Feature.FTS5_EXTERNAL);
    }

    private void view(List<String> statements) {
        String name = newName();
        String from;
        String column;
        if (!views.isEmpty() && random.nextBoolean()) {
            from = pick(views);
            column = "x";
            count(Feature.VIEW_ON_VIEW);
        } else {
            Table table = pick(tables);
            from = table.name();
            column = pick(table.columns());
        }
        String select = "SELECT " + quote(column) + " AS x, 'a;''b' AS y" + blank() + "FROM " + quote(from);
        if (random.nextBoolean()) {
            statements.add(head("VIEW") + quote(name) + "(x, \"y;\")" + blank() + "AS" + blank() + select);
        } else {
            statements.add(head("VIEW") + quote(name) + " AS WITH c AS (" + select + ") SELECT * FROM c"
                    + pick(List.of("", " -- end", " /* end")));
        }
        views.add(name);
    }

    private String trigger() {
        Table table =
                pick(tables.stream().filter(t -> !t.plainColumns().isEmpty()).toList());
        count(Feature.TABLE_TRIGGER);
        return head("TRIGGER") + quote(newName()) + blank()
                + pick(List.of("BEFORE INSERT", "AFTER INSERT", "BEFORE DELETE", "AFTER UPDATE"))
                + " ON " + quote(table.name())
                + pick(List.of("", " FOR EACH ROW", " FOR EACH ROW WHEN 1 = 1")) + blank() + "BEGIN"
                + " SELECT CASE WHEN 1 THEN CASE 'end;' WHEN 'x' THEN 1 ELSE RAISE(ABORT, 'fired; END') END END;"
                + blank() + "END";
    }

    private String insteadOf(String view) {
        viewTriggers.add(view);
        count(Feature.INSTEAD_OF_TRIGGER);
        return head("TRIGGER") + quote(newName()) + " INSTEAD OF DELETE ON " + quote(view)
                + " BEGIN SELECT 1; SELECT 'END;'; END -- done";
    }

    private String head(String kind) {
        return "CREATE" + blank() + kind.replace(" ", blank()) + blank()
                + (random.nextInt(4) == 0 ? "IF" + blank() + "NOT" + blank() + "EXISTS" + blank() : "");
    }

    String blank() {
        return pick(BLANKS);
    }

    String newName() {
        String name = pick(NAMES);
        while (!used.add(name.toLowerCase(Locale.ROOT))) {
            name = pick(NAMES) + random.nextInt(1000);
        }
        return name;
    }

    String defaultValue() {
        return pick(DEFAULTS);
    }

    String conflict() {
        if (random.nextInt(6) > 0) {
            return "";
        }
        count(Feature.CONFLICT_CLAUSE);
        return " ON CONFLICT " + pick(CONFLICTS);
    }

    String collation() {
        count(Feature.COLLATION);
        return " COLLATE " + pick(COLLATIONS);
    }

    String quote(String name) {
        return switch (random.nextInt(3)) {
            case 0 -> name.contains("]") ? Sql.quoted(name) : "[" + name + "]";
            case 1 -> "`" + name.replace("`", "``") + "`";
            default -> Sql.quoted(name);
        };
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    void count(Feature feature) {
        counts.merge(feature, 1, Integer::sum);
    }
}

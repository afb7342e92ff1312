package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.SchemaText;
import io.fastmigrate.lint.internal.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalogs say. Each is asked when it is needed, so this is of use until the next statement runs. A name without a schema is
 * found as the search path has it.
 */
final class PostgresSchema implements Schema {

    private static final String NAMED = "= to_regclass(?)";

    private static final String ALL =
            "IN (SELECT t.oid FROM pg_class t WHERE t.relkind IN ('r', 'p', 'm') AND t.oid >= 16384)";

    private static final String RELATIONS = "SELECT c.oid, c.relkind, c.relpersistence, c.relname, c.relispartition"
            + " FROM pg_class c WHERE c.oid %s ORDER BY c.oid";

    private static final String COLUMNS =
            "SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                    + " pg_get_expr(d.adbin, d.adrelid), a.attgenerated FROM pg_attribute a"
                    + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                    + " WHERE a.attrelid %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum";

    private static final String NAMES = "ARRAY(SELECT a.attname FROM unnest(%s) WITH ORDINALITY k (attnum, place)"
            + " JOIN pg_attribute a ON a.attrelid = %s AND a.attnum = k.attnum ORDER BY k.place)::text[]";

    private static final String CONSTRAINTS =
            "SELECT c.conrelid, c.contype, pg_get_constraintdef(c.oid), c.confrelid::regclass::text,"
                    + " c.confdeltype, c.confupdtype, " + NAMES.formatted("c.conkey", "c.conrelid") + ", "
                    + NAMES.formatted("c.confkey", "c.confrelid")
                    + ", c.conname FROM pg_constraint c WHERE c.conrelid %s AND (c.convalidated OR c.contype = 'n')";

    private static final String INDEXES = "SELECT i.relname, t.relname, x.indisunique, pg_get_indexdef(x.indexrelid),"
            + " pg_get_expr(x.indpred, x.indrelid), " + NAMES.formatted("x.indkey::int2[]", "x.indrelid")
            + " FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid"
            + " WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))";

    private static final String TRIGGERS = "SELECT g.tgname, t.relname, pg_get_triggerdef(g.oid) FROM pg_trigger g"
            + " JOIN pg_class t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal";

    private static final String VIEWS = "SELECT c.relname, c.relname, pg_get_viewdef(c.oid) FROM pg_class c"
            + " WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384";

    private static final Map<String, String> ACTIONS =
            Map.of("a", "NO ACTION", "r", "RESTRICT", "c", "CASCADE", "n", "SET NULL", "d", "SET DEFAULT");

    private final Connection connection;
    private final long latest;
    private final Map<String, Optional<Table>> tables = new HashMap<>();

    /** Reads by a connection; what has a greater number than the latest one the script at hand has made. */
    PostgresSchema(Connection connection, long latest) {
        this.connection = connection;
        this.latest = latest;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String query, Reading<T> reading, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(reading.read(results));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("PostgreSQL's catalogs can be read: " + e.getMessage(), e);
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(row.getString(column));
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    @Override
    public String fold(String name) {
        return name;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(Cursor.Name name) {
        return name.schema() == null ? quoted(name.text()) : quoted(name.schema()) + "." + quoted(name.text());
    }

    @Override
    public Optional<Table> table(String name) {
        return byRegclass(quoted(name));
    }

    @Override
    public Optional<Table> table(Cursor.Name name) {
        return byRegclass(quoted(name));
    }

    private Optional<Table> byRegclass(String name) {
        return tables.computeIfAbsent(
                name, key -> tables(NAMED, key, key, key).stream().findFirst());
    }

    /** Reads tables that fulfil a condition, in one message. */
    private List<Table> tables(String condition, String... parameters) {
        String queries = String.join("; ", RELATIONS, COLUMNS, CONSTRAINTS).replace("%s", condition);
        try (PreparedStatement statement = connection.prepareStatement(queries)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<ResultSet> results = Results.of(statement, statement.execute());
            Map<Long, List<Column>> columns = new HashMap<>();
            ResultSet column = results.get(1);
            while (column.next()) {
                columns.computeIfAbsent(column.getLong(1), oid -> new ArrayList<>())
                        .add(column(column));
            }
            Map<Long, Constraints> constraints = new HashMap<>();
            ResultSet constraint = results.get(2);
            while (constraint.next()) {
                constraints
                        .computeIfAbsent(constraint.getLong(1), oid -> new Constraints())
                        .add(constraint);
            }
            List<Table> found = new ArrayList<>();
            ResultSet relation = results.get(0);
            while (relation.next()) {
                long oid = relation.getLong(1);
                Optional<Set<String>> options = options(relation);
                if (options.isPresent()) {
                    Constraints own = constraints.getOrDefault(oid, new Constraints());
                    options.get().addAll(own.notNull);
                    found.add(new Table(
                            text(relation, 4),
                            columns.getOrDefault(oid, List.of()),
                            own.keys,
                            own.checks,
                            own.foreignKeys,
                            options.get()));
                }
            }
            return found;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Returns what a relation is; empty for one that has no rows and shows none. */
    private Optional<Set<String>> options(ResultSet relation) throws SQLException {
        Set<String> options = new HashSet<>();
        switch (text(relation, 2)) {
            case "r" -> {}
            case "p" -> options.add(Table.PARTITIONED);
            case "m" -> options.add("MATERIALIZED VIEW");
            case "v" -> options.add("VIEW");
            case "f" -> options.add("FOREIGN");
            default -> {
                return Optional.empty();
            }
        }
        if (text(relation, 3).equals("t")) {
            options.add(Table.TEMPORARY);
        }
        if (relation.getLong(1) > latest) {
            options.add(Table.NEW);
        }
        if (relation.getBoolean(5)) {
            options.add("PARTITION");
        }
        return Optional.of(options);
    }

    private static Column column(ResultSet row) throws SQLException {
        Optional<String> expression = Optional.ofNullable(row.getString(5));
        boolean generated = !text(row, 6).isEmpty();
        return new Column(
                text(row, 2),
                text(row, 3),
                row.getBoolean(4),
                generated ? Optional.empty() : expression,
                generated ? expression : Optional.empty());
    }

    /** The constraints of one table. */
    private static final class Constraints {

        private final List<Key> keys = new ArrayList<>();
        private final List<String> checks = new ArrayList<>();
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private final Set<String> notNull = new HashSet<>();

        void add(ResultSet row) throws SQLException {
            List<String> columns = names(row, 7);
            switch (text(row, 2)) {
                case "p", "u" -> keys.add(new Key(text(row, 2).equals("p"), columns));
                case "c" -> checks.add(text(row, 3));
                case "f" -> foreignKeys.add(foreignKey(row, columns));
                case "n" -> notNull.add(Table.NOT_NULL + text(row, 9));
                default -> {}
            }
        }
    }

    private static ForeignKey foreignKey(ResultSet row, List<String> columns) throws SQLException {
        return new ForeignKey(
                columns,
                text(row, 4),
                names(row, 8),
                ACTIONS.getOrDefault(text(row, 5), ""),
                ACTIONS.getOrDefault(text(row, 6), ""));
    }

    /** PostgreSQL keeps no statement of a table. */
    @Override
    public Optional<String> sql(String table) {
        return Optional.empty();
    }

    @Override
    public Collection<Table> tables() {
        return tables(ALL);
    }

    private static Index index(ResultSet row) throws SQLException {
        return new Index(
                text(row, 1),
                text(row, 2),
                row.getBoolean(3),
                names(row, 6),
                row.getString(5) == null ? "" : text(row, 5),
                text(row, 4));
    }

    @Override
    public List<Index> indexes(String table) {
        return indexesByRegclass(quoted(table));
    }

    @Override
    public List<Index> indexes(Cursor.Name table) {
        return indexesByRegclass(quoted(table));
    }

    private List<Index> indexesByRegclass(String table) {
        return rows(INDEXES + " AND x.indrelid = to_regclass(?)", PostgresSchema::index, table);
    }

    @Override
    public Optional<Index> index(String name) {
        return indexByRegclass(quoted(name));
    }

    @Override
    public Optional<Index> index(Cursor.Name name) {
        return indexByRegclass(quoted(name));
    }

    private Optional<Index> indexByRegclass(String name) {
        return rows(INDEXES + " AND x.indexrelid = to_regclass(?)", PostgresSchema::index, name).stream()
                .findFirst();
    }

    private static SchemaText schemaText(ResultSet row) throws SQLException {
        return new SchemaText(text(row, 1), text(row, 2), text(row, 3));
    }

    @Override
    public List<SchemaText> triggers(String table) {
        return rows(TRIGGERS + " AND g.tgrelid = to_regclass(?)", PostgresSchema::schemaText, quoted(table));
    }

    @Override
    public List<SchemaText> triggers() {
        return rows(TRIGGERS, PostgresSchema::schemaText);
    }

    @Override
    public List<SchemaText> views() {
        return rows(VIEWS, PostgresSchema::schemaText);
    }
}

package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.SchemaText;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What information_schema says. Each part is asked when it is needed, so this is of use until the next statement runs. */
final class MySqlSchema implements Schema {

    private static final String TABLES =
            "SELECT TABLE_NAME, TABLE_TYPE, coalesce(ENGINE, '') FROM information_schema.TABLES"
                    + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'TEMPORARY')";

    private static final String COLUMNS =
            "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, CHARACTER_SET_NAME"
                    + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";

    private static final String INDEXES =
            "SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME, TABLE_NAME FROM information_schema.STATISTICS"
                    + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY INDEX_NAME, SEQ_IN_INDEX";

    private static final String FOREIGN_KEYS = "SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME,"
            + " k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE FROM information_schema.KEY_COLUMN_USAGE k"
            + " JOIN information_schema.REFERENTIAL_CONSTRAINTS r ON r.CONSTRAINT_SCHEMA = k.TABLE_SCHEMA"
            + " AND r.TABLE_NAME = k.TABLE_NAME AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME"
            + " WHERE k.TABLE_SCHEMA = DATABASE() AND k.TABLE_NAME = ? ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION";

    private static final String TRIGGERS = "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_STATEMENT"
            + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()";

    private static final String VIEWS = "SELECT TABLE_NAME, TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS"
            + " WHERE TABLE_SCHEMA = DATABASE()";

    private final Connection connection;
    private final Map<String, Optional<Table>> tables = new HashMap<>();

    MySqlSchema(Connection connection) {
        this.connection = connection;
    }

    /** Returns the name of the table that a CREATE TABLE makes. */
    static Optional<String> madeTable(String create) {
        Cursor cursor = new Cursor(Tokens.of(create, SqlDialect.MYSQL));
        cursor.skipTo("TABLE");
        cursor.accept("IF", "NOT", "EXISTS");
        return cursor.name().map(Cursor.Name::text);
    }

    private List<List<String>> rows(String query, Object... parameters) {
        try {
            return Sql.rows(connection, query, parameters);
        } catch (SQLException e) {
            throw new IllegalStateException("information_schema can be read: " + e.getMessage(), e);
        }
    }

    /** Names of columns and indexes are compared so; those of tables as the server is set up. */
    @Override
    public String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Table> table(Cursor.Name name) {
        return name.schema() == null ? table(name.text()) : Optional.empty();
    }

    @Override
    public Optional<Table> table(String name) {
        return tables.computeIfAbsent(
                name,
                key -> rows(TABLES + " AND TABLE_NAME = ?", key).stream()
                        .findFirst()
                        .map(this::table));
    }

    private Table table(List<String> row) {
        String name = row.get(0);
        Set<String> options = new HashSet<>(Set.of("ENGINE " + row.get(2)));
        if (row.get(1).equals("TEMPORARY")) {
            options.add(Table.TEMPORARY);
        }
        List<Column> columns = new ArrayList<>();
        for (List<String> column : rows(COLUMNS, name)) {
            boolean generated = column.get(4).contains("GENERATED");
            columns.add(new Column(
                    column.get(0),
                    column.get(1),
                    column.get(2).equals("NO"),
                    column.get(3).equals("null") ? Optional.empty() : Optional.of(column.get(3)),
                    generated ? Optional.of(column.get(4)) : Optional.empty()));
            if (column.get(5).equals("utf8mb3") || column.get(5).equals("utf8")) {
                options.add("UTF8MB3 " + column.get(0));
            }
        }
        List<Key> keys = indexesOf(name).stream()
                .filter(Index::unique)
                .map(index -> new Key(index.name().equals("PRIMARY"), index.columns()))
                .toList();
        return new Table(name, columns, keys, List.of(), foreignKeys(name), options);
    }

    private List<ForeignKey> foreignKeys(String table) {
        Map<String, List<List<String>>> byName = new LinkedHashMap<>();
        rows(FOREIGN_KEYS, table)
                .forEach(row -> byName.computeIfAbsent(row.get(0), name -> new ArrayList<>())
                        .add(row));
        return byName.values().stream()
                .map(parts -> new ForeignKey(
                        parts.stream().map(part -> part.get(1)).toList(),
                        parts.get(0).get(2),
                        parts.stream().map(part -> part.get(3)).toList(),
                        parts.get(0).get(4),
                        parts.get(0).get(5)))
                .toList();
    }

    private List<Index> indexesOf(String table) {
        Map<String, List<List<String>>> byName = new LinkedHashMap<>();
        rows(INDEXES, table)
                .forEach(row -> byName.computeIfAbsent(row.get(0), name -> new ArrayList<>())
                        .add(row));
        return byName.entrySet().stream()
                .map(each -> new Index(
                        each.getKey(),
                        each.getValue().get(0).get(3),
                        each.getValue().get(0).get(1).equals("0"),
                        each.getValue().stream().map(part -> part.get(2)).toList(),
                        "",
                        ""))
                .toList();
    }

    /** The server's own statement says more than scripts do. */
    @Override
    public Optional<String> sql(String table) {
        return Optional.empty();
    }

    @Override
    public Collection<Table> tables() {
        return rows(TABLES).stream().flatMap(row -> table(row.get(0)).stream()).toList();
    }

    @Override
    public List<Index> indexes(String table) {
        return indexesOf(table).stream()
                .filter(index -> !index.name().equals("PRIMARY"))
                .toList();
    }

    /** Two tables can have indexes of one name. */
    @Override
    public Optional<Index> index(String name) {
        return tables().stream()
                .flatMap(table -> indexes(table.name()).stream())
                .filter(index -> same(index.name(), name))
                .findFirst();
    }

    private static SchemaText schemaText(List<String> row) {
        return new SchemaText(row.get(0), row.get(1), row.get(2));
    }

    @Override
    public List<SchemaText> triggers(String table) {
        return triggers().stream()
                .filter(trigger -> trigger.table().equals(table))
                .toList();
    }

    @Override
    public List<SchemaText> triggers() {
        return rows(TRIGGERS).stream().map(MySqlSchema::schemaText).toList();
    }

    @Override
    public List<SchemaText> views() {
        return rows(VIEWS).stream().map(MySqlSchema::schemaText).toList();
    }
}

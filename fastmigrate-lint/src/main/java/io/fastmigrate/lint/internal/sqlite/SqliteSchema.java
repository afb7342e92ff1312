package io.fastmigrate.lint.internal.sqlite;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.SchemaText;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code sqlite_schema} says. Texts are read when they are asked for, and each once. */
final class SqliteSchema implements Schema {

    private static final String MAIN =
            "SELECT type, name, tbl_name, sql, rowid FROM main.sqlite_schema WHERE sql IS NOT NULL";

    private static final String TEMPORARY =
            "SELECT type, name, tbl_name, sql, NULL FROM temp.sqlite_schema WHERE sql IS NOT NULL";

    /** @param folded name of its table, as SQLite compares names */
    private record Row(String type, String name, String table, String folded, String sql) {}

    /** What was read of texts, in all schemas of one shadow database: most texts stay as they are from script to script. */
    static final class Memory {
        private final Map<String, Table> tables = new LinkedHashMap<>();
        private final Map<String, Index> indexes = new LinkedHashMap<>();
    }

    private final Memory memory;
    private final Map<String, Row> tables;
    private final List<Row> indexes;
    private final List<SchemaText> triggers;
    private final List<SchemaText> views;
    /** The number of the last row; SQLite gives a new one the next. */
    private long last;

    private boolean temporary;

    private SqliteSchema(
            Memory memory,
            Map<String, Row> tables,
            List<Row> indexes,
            List<SchemaText> triggers,
            List<SchemaText> views) {
        this.memory = memory;
        this.tables = new LinkedHashMap<>(tables);
        this.indexes = new ArrayList<>(indexes);
        this.triggers = new ArrayList<>(triggers);
        this.views = new ArrayList<>(views);
    }

    static SqliteSchema read(Connection connection, Memory memory) throws SQLException {
        SqliteSchema schema = new SqliteSchema(memory, Map.of(), List.of(), List.of(), List.of());
        schema.add(connection, MAIN + " UNION ALL " + TEMPORARY);
        return schema;
    }

    /**
     * Reads what differs from this schema where nothing but new objects and new columns can: a long list of migrations makes many tables, and each
     * script few.
     *
     * @param altered the table that has new columns; null for none
     */
    SqliteSchema changed(Connection connection, @Nullable String altered) throws SQLException {
        if (temporary) {
            return read(connection, memory);
        }
        SqliteSchema schema = new SqliteSchema(memory, tables, indexes, triggers, views);
        schema.last = last;
        schema.add(connection, MAIN + " AND rowid > " + last);
        if (altered != null) {
            String name = altered.replace("'", "''");
            schema.add(connection, MAIN + " AND type = 'table' AND name = '" + name + "' COLLATE NOCASE");
        }
        return schema;
    }

    private void add(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                String table = Objects.requireNonNull(rows.getString(3));
                add(new Row(
                        Objects.requireNonNull(rows.getString(1)),
                        Objects.requireNonNull(rows.getString(2)),
                        table,
                        fold(table),
                        Objects.requireNonNull(rows.getString(4))));
                last = Math.max(last, rows.getLong(5));
                temporary |= rows.wasNull();
            }
        }
    }

    private void add(Row row) {
        switch (row.type()) {
            case "table" -> tables.put(fold(row.name()), row);
            case "index" -> indexes.add(row);
            case "trigger" -> triggers.add(new SchemaText(row.name(), row.table(), row.sql()));
            default -> views.add(new SchemaText(row.name(), row.name(), row.sql()));
        }
    }

    @Override
    public String fold(String name) {
        return SqliteNames.fold(name);
    }

    @Override
    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(fold(name))).map(this::table);
    }

    private Table table(Row row) {
        return memory.tables.computeIfAbsent(
                row.sql(),
                sql -> TableDefinition.read(Tokens.of(sql, null))
                        .map(TableDefinition::table)
                        .orElseGet(() ->
                                new Table(row.name(), List.of(), List.of(), List.of(), List.of(), Set.of("UNKNOWN"))));
    }

    @Override
    public Optional<String> sql(String table) {
        return Optional.ofNullable(tables.get(fold(table))).map(Row::sql);
    }

    @Override
    public Collection<Table> tables() {
        return tables.values().stream().map(this::table).toList();
    }

    @Override
    public List<Index> indexes(String table) {
        String folded = fold(table);
        return indexes.stream()
                .filter(row -> row.folded().equals(folded))
                .map(this::index)
                .toList();
    }

    @Override
    public Optional<Index> index(String name) {
        return indexes.stream()
                .filter(row -> same(row.name(), name))
                .map(this::index)
                .findFirst();
    }

    /** Returns a column's name, whatever its direction, or what else is indexed, as it is written. */
    private static String indexed(List<Token> part) {
        boolean isColumn = part.size() == 1
                || (part.size() == 2 && (part.get(1).is("ASC") || part.get(1).is("DESC")));
        return isColumn ? part.get(0).unquoted() : Tokens.text(part);
    }

    private Index index(Row row) {
        return memory.indexes.computeIfAbsent(row.sql(), sql -> {
            Cursor cursor = new Cursor(Tokens.of(sql, null));
            cursor.accept("CREATE");
            boolean unique = cursor.accept("UNIQUE");
            cursor.skipTo("ON");
            cursor.name();
            List<String> columns = Cursor.parts(cursor.group()).stream()
                    .map(SqliteSchema::indexed)
                    .toList();
            String predicate = cursor.accept("WHERE") ? Tokens.text(cursor.rest()) : "";
            return new Index(row.name(), row.table(), unique, columns, predicate, sql);
        });
    }

    @Override
    public List<SchemaText> triggers(String table) {
        return triggers.stream().filter(each -> same(each.table(), table)).toList();
    }

    @Override
    public List<SchemaText> triggers() {
        return triggers;
    }

    @Override
    public List<SchemaText> views() {
        return views;
    }
}

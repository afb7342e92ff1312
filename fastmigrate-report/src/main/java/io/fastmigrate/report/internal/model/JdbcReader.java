package io.fastmigrate.report.internal.model;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the schema that a connection is in by what all JDBC drivers know. */
final class JdbcReader {

    private static final Set<String> KINDS =
            Set.of("TABLE", "BASE TABLE", "PARTITIONED TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW");

    private record ColumnOf(String table, int position, Table.Column column) {}

    private record ColumnName(String table, String column) {}

    private record KeyPart(String name, int position, String column, String target, String targetColumn, int rule) {}

    private record IndexPart(
            @Nullable String name, int position, @Nullable String column, boolean unique) {}

    private final Connection connection;
    private final Product product;
    private final DatabaseMetaData metaData;
    private final @Nullable String catalog;
    private final @Nullable String schema;

    JdbcReader(Connection connection, Product product) throws SQLException {
        this.connection = connection;
        this.product = product;
        this.metaData = connection.getMetaData();
        this.catalog = connection.getCatalog();
        this.schema = connection.getSchema();
    }

    Schema read() throws SQLException {
        Map<String, List<Table.Column>> columns = columns();
        Map<String, List<Table.Trigger>> triggers = triggers();
        List<Table> tables = new ArrayList<>();
        for (Map.Entry<String, String> table : names().entrySet()) {
            String name = table.getKey();
            boolean isView = table.getValue().contains("view");
            List<String> primaryKey = isView ? List.of() : primaryKey(name);
            tables.add(new Table(
                    name,
                    table.getValue(),
                    columns.getOrDefault(name, List.of()),
                    primaryKey,
                    isView ? List.of() : foreignKeys(name),
                    new Table.Objects(
                            isView ? List.of() : indexes(name, primaryKey), triggers.getOrDefault(name, List.of()))));
        }
        return new Schema(tables);
    }

    /** Returns the kinds of the tables and views, by their names in order. */
    private Map<String, String> names() throws SQLException {
        Map<String, String> kinds = new LinkedHashMap<>();
        record Named(String name, String kind) {}
        List<Named> named = Rows.all(
                metaData.getTables(catalog, schemaPattern(), "%", null),
                row -> new Named(row.getString("TABLE_NAME"), Rows.text(row.getString("TABLE_TYPE"))));
        named.stream()
                .filter(table -> KINDS.contains(table.kind()) && !SchemaReader.isOwn(table.name()))
                .sorted(Comparator.comparing(Named::name))
                .forEach(table -> kinds.put(
                        table.name(), table.kind().toLowerCase(Locale.ROOT).replace("base ", "")));
        return kinds;
    }

    /** Returns the schema as a pattern that no other schema matches: {@code tenant_1} is not to match {@code tenantx1}. */
    private @Nullable String schemaPattern() throws SQLException {
        if (schema == null) {
            return null;
        }
        String escape = metaData.getSearchStringEscape();
        return schema.replace(escape, escape + escape)
                .replace("_", escape + "_")
                .replace("%", escape + "%");
    }

    private Map<String, List<Table.Column>> columns() throws SQLException {
        Map<ColumnName, String> types = types();
        Map<String, List<Table.Column>> byTable = new LinkedHashMap<>();
        Rows.all(metaData.getColumns(catalog, schemaPattern(), "%", "%"), row -> column(row, types)).stream()
                .sorted(Comparator.comparingInt(ColumnOf::position))
                .forEach(column -> byTable.computeIfAbsent(column.table(), any -> new ArrayList<>())
                        .add(column.column()));
        return byTable;
    }

    private Map<ColumnName, String> types() throws SQLException {
        Map<ColumnName, String> types = new HashMap<>();
        if (!product.types().isEmpty()) {
            record Typed(ColumnName name, String type) {}
            Rows.query(
                            connection,
                            product.types(),
                            row -> new Typed(new ColumnName(row.getString(1), row.getString(2)), row.getString(3)))
                    .forEach(column -> types.put(column.name(), column.type()));
        }
        return types;
    }

    /** Some drivers read a column that was read past as null: in the order of the specification. */
    private static ColumnOf column(ResultSet row, Map<ColumnName, String> types) throws SQLException {
        String table = row.getString("TABLE_NAME");
        String name = row.getString("COLUMN_NAME");
        int jdbcType = row.getInt("DATA_TYPE");
        String type = Rows.text(row.getString("TYPE_NAME")).toLowerCase(Locale.ROOT);
        int size = row.getInt("COLUMN_SIZE");
        int digits = row.getInt("DECIMAL_DIGITS");
        boolean nullable = row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
        String defaultValue = Rows.text(row.getString("COLUMN_DEF"));
        return new ColumnOf(
                table,
                row.getInt("ORDINAL_POSITION"),
                new Table.Column(
                        name,
                        types.getOrDefault(
                                new ColumnName(table, name), type + ColumnSize.text(jdbcType, type, size, digits)),
                        nullable,
                        defaultValue.equals("NULL") ? "" : defaultValue));
    }

    private List<String> primaryKey(String table) throws SQLException {
        record Part(int position, String column) {}
        return Rows.all(
                        metaData.getPrimaryKeys(catalog, schema, table),
                        row -> new Part(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME")))
                .stream()
                .sorted(Comparator.comparingInt(Part::position))
                .map(Part::column)
                .toList();
    }

    private List<Table.ForeignKey> foreignKeys(String table) throws SQLException {
        List<KeyPart> parts = Rows.all(
                metaData.getImportedKeys(catalog, schema, table),
                row -> new KeyPart(
                        Rows.text(row.getString("FK_NAME")),
                        row.getInt("KEY_SEQ"),
                        row.getString("FKCOLUMN_NAME"),
                        row.getString("PKTABLE_NAME"),
                        row.getString("PKCOLUMN_NAME"),
                        row.getInt("DELETE_RULE")));
        Map<String, List<KeyPart>> byKey = new LinkedHashMap<>();
        for (KeyPart part : parts) {
            byKey.computeIfAbsent(part.name() + "\0" + part.target(), any -> new ArrayList<>())
                    .add(part);
        }
        return byKey.values().stream()
                .map(key -> {
                    key.sort(Comparator.comparingInt(KeyPart::position));
                    return new Table.ForeignKey(
                            key.stream().map(KeyPart::column).toList(),
                            key.get(0).target(),
                            key.stream().map(KeyPart::targetColumn).toList(),
                            onDelete(key.get(0).rule()));
                })
                .toList();
    }

    private static String onDelete(int rule) {
        return switch (rule) {
            case DatabaseMetaData.importedKeyCascade -> "CASCADE";
            case DatabaseMetaData.importedKeySetNull -> "SET NULL";
            case DatabaseMetaData.importedKeySetDefault -> "SET DEFAULT";
            default -> "";
        };
    }

    /** Leaves out the index that is the primary key. */
    private List<Table.Index> indexes(String table, List<String> primaryKey) throws SQLException {
        Map<String, List<IndexPart>> byName = new LinkedHashMap<>();
        Rows.all(
                        metaData.getIndexInfo(catalog, schema, table, false, true),
                        row -> new IndexPart(
                                row.getString("INDEX_NAME"),
                                row.getInt("ORDINAL_POSITION"),
                                row.getString("COLUMN_NAME"),
                                !row.getBoolean("NON_UNIQUE")))
                .forEach(part -> {
                    if (part.name() != null) {
                        byName.computeIfAbsent(part.name(), any -> new ArrayList<>())
                                .add(part);
                    }
                });
        List<Table.Index> indexes = new ArrayList<>();
        byName.forEach((name, parts) -> {
            parts.sort(Comparator.comparingInt(IndexPart::position));
            List<String> columns = parts.stream()
                    .map(part -> part.column() == null ? "(expression)" : part.column())
                    .toList();
            boolean unique = parts.get(0).unique();
            if (!unique || !columns.equals(primaryKey)) {
                indexes.add(new Table.Index(name, columns, unique));
            }
        });
        return indexes;
    }

    private Map<String, List<Table.Trigger>> triggers() throws SQLException {
        Map<String, List<Table.Trigger>> byTable = new LinkedHashMap<>();
        if (!product.triggers().isEmpty()) {
            record TriggerOf(String table, Table.Trigger trigger) {}
            Rows.query(
                            connection,
                            product.triggers(),
                            row -> new TriggerOf(
                                    row.getString(1), new Table.Trigger(row.getString(2), Rows.text(row.getString(3)))))
                    .forEach(trigger -> byTable.computeIfAbsent(trigger.table(), any -> new ArrayList<>())
                            .add(trigger.trigger()));
        }
        return byTable;
    }
}

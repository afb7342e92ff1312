package io.fastmigrate.report.internal.model;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads SQLite's own description of its schema: <a href="https://sqlite.org/pragma.html">pragmas as table-valued functions</a>,
 * which know generated columns, expressions in indexes, and any name.
 */
final class SqliteReader {

    private static final String TABLES = "SELECT name, type FROM pragma_table_list"
            + " WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            + " ORDER BY name";
    private static final String OF_EACH_TABLE = " FROM pragma_table_list t, ";
    private static final String COLUMN =
            "c.name, c.type || CASE c.hidden WHEN 2 THEN ' generated' WHEN 3 THEN ' generated'"
                    + " ELSE '' END, c.\"notnull\" = 0 AND c.pk = 0, c.pk";
    private static final String IN_MAIN = " WHERE t.schema = 'main' AND t.type = 'table'";

    private record Part(String table, String name, String text, boolean flag, int number) {}

    private final Connection connection;

    SqliteReader(Connection connection) {
        this.connection = connection;
    }

    Schema read() throws SQLException {
        Map<String, List<Part>> columns = parts("SELECT t.name, " + COLUMN + OF_EACH_TABLE
                + "pragma_table_xinfo(t.name, 'main') c" + IN_MAIN + " AND c.hidden <> 1 ORDER BY t.name, c.cid");
        Map<String, List<Part>> defaults = parts("SELECT t.name, c.name, c.dflt_value, 0, 0" + OF_EACH_TABLE
                + "pragma_table_xinfo(t.name, 'main') c" + IN_MAIN + " AND c.dflt_value IS NOT NULL");
        Map<String, List<Table.ForeignKey>> keys = foreignKeys();
        Map<String, List<Table.Index>> indexes = indexes();
        Map<String, List<Part>> triggers =
                parts("SELECT tbl_name, name, sql, 0, 0 FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY name");
        List<Table> tables = new ArrayList<>();
        for (Part table :
                parts("SELECT '', name, type, 0, 0 FROM (" + TABLES + ")").getOrDefault("", List.of())) {
            String name = table.name();
            if (!SchemaReader.isOwn(name)) {
                if (!table.text().equals("table")) {
                    columns.put(name, columnsThatCanBeRead(name));
                }
                tables.add(new Table(
                        name,
                        table.text().equals("virtual") ? "virtual table" : table.text(),
                        columns(columns.getOrDefault(name, List.of()), defaults.getOrDefault(name, List.of())),
                        primaryKey(columns.getOrDefault(name, List.of())),
                        keys.getOrDefault(name, List.of()),
                        new Table.Objects(
                                indexes.getOrDefault(name, List.of()),
                                triggers.getOrDefault(name, List.of()).stream()
                                        .map(trigger -> new Table.Trigger(trigger.name(), trigger.text()))
                                        .toList())));
            }
        }
        return new Schema(tables);
    }

    /** Reads rows of a table's name, a name, a text, a flag and a number; the tables' names in any case are the same. */
    private Map<String, List<Part>> parts(String sql) throws SQLException {
        Map<String, List<Part>> byTable = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Part part : Rows.query(
                connection,
                sql,
                row -> new Part(
                        row.getString(1),
                        Rows.text(row.getString(2)),
                        Rows.text(row.getString(3)),
                        row.getBoolean(4),
                        row.getInt(5)))) {
            byTable.computeIfAbsent(part.table(), any -> new ArrayList<>()).add(part);
        }
        return byTable;
    }

    /** Returns no column of a view on what is gone, and of a virtual table whose module is not loaded. */
    private List<Part> columnsThatCanBeRead(String table) {
        try {
            String name = table.replace("'", "''");
            return parts("SELECT '', " + COLUMN + " FROM pragma_table_xinfo('" + name
                            + "', 'main') c WHERE c.hidden <> 1")
                    .getOrDefault("", List.of());
        } catch (SQLException e) {
            return List.of();
        }
    }

    private static List<Table.Column> columns(List<Part> columns, List<Part> defaults) {
        return columns.stream()
                .map(column -> new Table.Column(
                        column.name(),
                        column.text().strip(),
                        column.flag(),
                        defaults.stream()
                                .filter(value -> value.name().equals(column.name()))
                                .map(Part::text)
                                .findFirst()
                                .orElse("")))
                .toList();
    }

    private static List<String> primaryKey(List<Part> columns) {
        return columns.stream()
                .filter(column -> column.number() > 0)
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .map(Part::name)
                .toList();
    }

    private Map<String, List<Table.ForeignKey>> foreignKeys() throws SQLException {
        record Row(String table, int id, String target, String from, String to, String onDelete) {}
        List<Row> rows = Rows.query(
                connection,
                "SELECT t.name, k.id, k.\"table\", k.\"from\", k.\"to\", k.on_delete" + OF_EACH_TABLE
                        + "pragma_foreign_key_list(t.name, 'main') k" + IN_MAIN + " ORDER BY t.name, k.id DESC, k.seq",
                row -> new Row(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        Rows.text(row.getString(5)),
                        row.getString(6)));
        Map<String, List<Row>> byKey = new LinkedHashMap<>();
        for (Row row : rows) {
            byKey.computeIfAbsent(row.table() + "\0" + row.id(), any -> new ArrayList<>())
                    .add(row);
        }
        Map<String, List<Table.ForeignKey>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (List<Row> key : byKey.values()) {
            Row first = key.get(0);
            keys.computeIfAbsent(first.table(), any -> new ArrayList<>())
                    .add(new Table.ForeignKey(
                            key.stream().map(Row::from).toList(),
                            first.target(),
                            key.stream()
                                    .map(Row::to)
                                    .filter(name -> !name.isEmpty())
                                    .toList(),
                            first.onDelete().equals("NO ACTION") ? "" : first.onDelete()));
        }
        return keys;
    }

    private Map<String, List<Table.Index>> indexes() throws SQLException {
        Map<String, List<Table.Index>> indexes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, List<Part>> columns =
                parts("SELECT i.name, coalesce(c.name, '(expression)'), '', 0, 0" + OF_EACH_TABLE
                        + "pragma_index_list(t.name, 'main') i, pragma_index_info(i.name, 'main') c" + IN_MAIN
                        + " ORDER BY i.name, c.seqno");
        for (Map.Entry<String, List<Part>> table : parts("SELECT t.name, i.name, i.origin, i.\"unique\", 0"
                        + OF_EACH_TABLE + "pragma_index_list(t.name, 'main') i" + IN_MAIN
                        + " AND i.origin <> 'pk' ORDER BY t.name, i.name")
                .entrySet()) {
            indexes.put(
                    table.getKey(),
                    table.getValue().stream()
                            .map(index -> new Table.Index(
                                    index.name(),
                                    columns.getOrDefault(index.name(), List.of()).stream()
                                            .map(Part::name)
                                            .toList(),
                                    index.flag()))
                            .toList());
        }
        return indexes;
    }
}

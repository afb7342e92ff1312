package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.schema.SchemaObject.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of tables as statements, each of which adds one row unless there is one with its key. Such a statement is
 * right on an empty database and on the one the rows come from. The usual forms are not: INSERT OR IGNORE drops rows that
 * break NOT NULL or CHECK without a word, and with either it or ON CONFLICT DO NOTHING a row that is there fires BEFORE
 * triggers again.
 */
final class RowDump {

    private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid");

    private final Connection connection;
    private final StringBuilder script;

    RowDump(Connection connection, StringBuilder script) {
        this.connection = connection;
        this.script = script;
    }

    /** Adds the rows of tables, those that others refer to first; virtual tables, which may be made from them, last. */
    void append(List<SchemaObject> tables) throws SQLException {
        Set<String> done = new HashSet<>();
        for (SchemaObject table : tables) {
            if (table.kind() == Kind.TABLE) {
                append(table, tables, done);
            }
        }
        for (SchemaObject table : tables) {
            if (table.kind() == Kind.VIRTUAL_TABLE) {
                appendVirtual(table);
            }
        }
    }

    private void append(SchemaObject table, List<SchemaObject> all, Set<String> done) throws SQLException {
        if (!done.add(table.name())) {
            return;
        }
        Set<String> parents =
                strings("SELECT lower(\"table\") FROM pragma_foreign_key_list(?, 'main')", table.name()).stream()
                        .collect(Collectors.toSet());
        for (SchemaObject other : all) {
            if (other.kind() == Kind.TABLE && parents.contains(SqliteNames.fold(other.name()))) {
                append(other, all, done);
            }
        }
        appendRows(table, keyOf(table), insertableColumns(table));
        appendSequence(table);
    }

    private void appendVirtual(SchemaObject table) throws SQLException {
        VirtualTable virtual = VirtualTable.parse(table.text().tokens());
        switch (virtual.storage()) {
            case OWN_CONTENT -> appendRows(table, new Key(List.of(), Optional.of("rowid")), insertableColumns(table));
            case FIRST_COLUMN_IS_ROWID -> {
                List<String> columns = insertableColumns(table);
                appendRows(table, new Key(plain(columns.subList(0, 1)), Optional.empty()), columns);
            }
            case EXTERNAL_CONTENT ->
                script.append("INSERT INTO ")
                        .append(Sql.quoted(table.name()))
                        .append(" (")
                        .append(Sql.quoted(table.name()))
                        .append(") VALUES ('rebuild');\n");
            case UNREADABLE ->
                throw Bridge.errors()
                        .enrollFailed(
                                "The rows of the virtual table " + table.name() + " (" + virtual.module()
                                        + ") cannot be written as statements.",
                                "Leave it out, and fill it in another script.",
                                null);
        }
    }

    /**
     * What tells the rows of a table apart.
     *
     * @param columns of the primary key, where it does
     * @param rowid the name of the rowid, where that does
     */
    private record Key(List<KeyColumn> columns, Optional<String> rowid) {}

    /**
     * A column of a primary key.
     *
     * @param collation the key's, which need not be the column's; empty where no one names any
     */
    private record KeyColumn(String name, Optional<String> collation) {

        private String collated(String expression) {
            return collation
                    .map(name -> expression + " COLLATE " + Sql.quoted(name))
                    .orElse(expression);
        }
    }

    private static List<KeyColumn> plain(List<String> names) {
        return names.stream().map(name -> new KeyColumn(name, Optional.empty())).toList();
    }

    private Key keyOf(SchemaObject table) throws SQLException {
        List<String> columns =
                strings("SELECT name FROM pragma_table_xinfo(?, 'main') WHERE pk > 0 ORDER BY pk", table.name());
        boolean withoutRowid = !strings(
                        "SELECT 1 FROM pragma_table_list(?) WHERE schema = 'main' AND wr = 1", table.name())
                .isEmpty();
        boolean separateIndex = !strings("SELECT 1 FROM pragma_index_list(?, 'main') WHERE origin = 'pk'", table.name())
                .isEmpty();
        if (withoutRowid && table.text().tokens().stream().anyMatch("COLLATE"::equalsIgnoreCase)) {
            return new Key(collatedKey(table), Optional.empty());
        }
        if (withoutRowid || (columns.size() == 1 && !separateIndex)) {
            return new Key(plain(columns), Optional.empty());
        }
        Set<String> taken =
                new HashSet<>(strings("SELECT lower(name) FROM pragma_table_xinfo(?, 'main')", table.name()));
        Optional<String> rowid =
                ROWID_NAMES.stream().filter(name -> !taken.contains(name)).findFirst();
        if (rowid.isEmpty()) {
            throw Bridge.errors()
                    .enrollFailed(
                            "The rows of " + table.name()
                                    + " cannot be written: its columns hide the rowid that identifies them.",
                            "Leave the table out, and write its rows in another script.",
                            null);
        }
        return new Key(List.of(), rowid);
    }

    /** Rows that the column takes for the same may differ in the key, and one column may be in it twice. */
    private List<KeyColumn> collatedKey(SchemaObject table) throws SQLException {
        List<KeyColumn> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT x.name, x.coll FROM pragma_index_list(?, 'main') i, pragma_index_xinfo(i.name, 'main') x"
                        + " WHERE i.origin = 'pk' AND x.key = 1 ORDER BY x.seqno")) {
            statement.setString(1, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    key.add(new KeyColumn(rows.getString(1), Optional.of(rows.getString(2))));
                }
            }
        }
        return key;
    }

    private List<String> insertableColumns(SchemaObject table) throws SQLException {
        return strings("SELECT name FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0 ORDER BY cid", table.name());
    }

    private void appendRows(SchemaObject table, Key key, List<String> insertable) throws SQLException {
        List<String> columns = new ArrayList<>();
        key.rowid().ifPresent(columns::add);
        insertable.forEach(column -> columns.add(Sql.quoted(column)));
        List<String> order = new ArrayList<>();
        key.rowid().ifPresent(order::add);
        key.columns().forEach(column -> order.add(column.collated(Sql.quoted(column.name()))));
        String quoted = Sql.quoted(table.name());
        String list = String.join(", ", columns);
        String query = "SELECT " + list + " FROM main." + quoted + " ORDER BY " + String.join(", ", order);
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(SqlLiteral.of(rows, i));
                }
                List<String> same = new ArrayList<>();
                key.rowid().ifPresent(rowid -> same.add(rowid + " = " + values.get(0)));
                for (KeyColumn column : key.columns()) {
                    String name = Sql.quoted(column.name());
                    same.add(name + " = " + column.collated(values.get(columns.indexOf(name))));
                }
                script.append("INSERT INTO ")
                        .append(quoted)
                        .append(" (")
                        .append(list)
                        .append(") SELECT ");
                script.append(String.join(", ", values)).append(" WHERE NOT EXISTS (SELECT 1 FROM ");
                script.append(quoted)
                        .append(" WHERE ")
                        .append(String.join(" AND ", same))
                        .append(");\n");
            }
        }
    }

    /** Keeps the counter of an AUTOINCREMENT table, which may be higher than its rows. It never goes down. */
    private void appendSequence(SchemaObject table) throws SQLException {
        if (strings("SELECT 1 FROM main.sqlite_schema WHERE name = ?", "sqlite_sequence")
                .isEmpty()) {
            return;
        }
        String name = SqlLiteral.ofText(table.name());
        for (String counter :
                strings("SELECT CAST(seq AS INTEGER) FROM main.sqlite_sequence WHERE name = ?", table.name())) {
            script.append("UPDATE sqlite_sequence SET seq = ")
                    .append(counter)
                    .append(" WHERE name = ")
                    .append(name);
            script.append(" AND seq < ").append(counter).append(";\n");
            script.append("INSERT INTO sqlite_sequence (name, seq) SELECT ")
                    .append(name)
                    .append(", ")
                    .append(counter);
            script.append(" WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ")
                    .append(name)
                    .append(");\n");
        }
    }

    private List<String> strings(String query, String parameter) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }
}

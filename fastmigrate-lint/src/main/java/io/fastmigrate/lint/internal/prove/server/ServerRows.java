package io.fastmigrate.lint.internal.prove.server;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.prove.Query;
import io.fastmigrate.lint.internal.prove.RowSearch;
import io.fastmigrate.lint.internal.prove.server.SampledTable.Reference;
import io.fastmigrate.lint.internal.prove.server.SampledTable.SampledColumn;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts rows into each table that has none. Foreign keys refer to the rows of their parents. */
public final class ServerRows {

    private final Connection connection;
    private final SampleCatalog catalog;
    private final Rows kind;
    private final Map<String, SampledTable> tables;
    private final Map<String, List<String>> values = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    private ServerRows(Connection connection, SampleCatalog catalog, Rows kind) throws SQLException {
        this.connection = connection;
        this.catalog = catalog;
        this.kind = kind;
        this.tables = catalog.tables().stream().collect(Collectors.toMap(SampledTable::name, table -> table));
    }

    /**
     * Puts in the rows; returns the tables that stay empty, because no row that was tried fits into them.
     *
     * @param connection commits each statement
     */
    public static List<String> fill(Connection connection, SampleCatalog catalog, Rows kind) throws SQLException {
        return kind == Rows.NONE ? List.of() : new ServerRows(connection, catalog, kind).fill();
    }

    private List<String> fill() throws SQLException {
        List<String> empty = new ArrayList<>(tables.keySet().stream().sorted().toList());
        int before;
        do { // a parent may have been without rows that has its rows in other tables
            before = empty.size();
            begun.clear();
            for (String table : List.copyOf(empty)) {
                fill(tables.get(table));
            }
            for (String table : List.copyOf(empty)) {
                if (!row(table, List.of("1"), 1).isEmpty()) {
                    empty.remove(table);
                }
            }
        } while (!empty.isEmpty() && empty.size() < before);
        return empty;
    }

    /** Fills the parents of a table first. */
    private void fill(@Nullable SampledTable table) throws SQLException {
        if (table == null || !begun.add(table.name())) {
            return;
        }
        for (Reference reference : table.references()) {
            fill(tables.get(reference.parent()));
        }
        if (row(table.name(), List.of("1"), 1).isEmpty()) {
            insert(table, 1);
            insert(table, 2);
            if (kind == Rows.EQUAL) {
                insert(table, 3);
            }
        }
    }

    private void insert(SampledTable table, int row) throws SQLException {
        List<List<@Nullable Object>> candidates = new ArrayList<>();
        for (SampledColumn column : table.columns()) {
            candidates.add(candidates(table, column, row));
        }
        String columns =
                table.columns().stream().map(SampledColumn::name).collect(Collectors.joining(", ", " (", ") VALUES ("));
        new RowSearch(candidates, values -> fits("INSERT INTO " + table.name() + columns, values)).succeeds();
    }

    private boolean fits(String insert, List<@Nullable Object> row) {
        String literals = row.stream()
                .map(value -> value == null ? "NULL" : catalog.literal(value.toString()))
                .collect(Collectors.joining(", "));
        try {
            Query.execute(connection, insert + literals + ")");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private List<@Nullable Object> candidates(SampledTable table, SampledColumn column, int row) throws SQLException {
        Set<@Nullable Object> candidates = new LinkedHashSet<>();
        if (row == 3 && column.nullable()) {
            candidates.add(null);
        }
        parentValue(table, column.name(), row).ifPresent(candidates::add);
        if (kind == Rows.EQUAL) {
            candidates.addAll(ofType(column.type(), 1));
        }
        candidates.addAll(ofType(column.type(), row));
        for (String definition : table.definitions()) {
            for (Token token : Tokens.of(definition, catalog.dialect())) {
                if (token.type() == TokenType.STRING) {
                    candidates.add(token.unquoted());
                } else if (token.type() == TokenType.NUMBER) {
                    candidates.addAll(around(token.text()));
                }
            }
        }
        candidates.add(null);
        return new ArrayList<>(candidates);
    }

    private List<String> ofType(String type, int row) throws SQLException {
        String key = row + " " + type;
        List<String> known = values.get(key);
        if (known == null) {
            known = catalog.values(type, row);
            values.put(key, known);
        }
        return known;
    }

    private static List<String> around(String number) {
        try {
            BigDecimal value = new BigDecimal(number);
            return List.of(
                    value.add(BigDecimal.ONE).toPlainString(),
                    value.toPlainString(),
                    value.subtract(BigDecimal.ONE).toPlainString());
        } catch (NumberFormatException e) {
            return List.of();
        }
    }

    private Optional<String> parentValue(SampledTable table, String column, int row) throws SQLException {
        for (Reference reference : table.references()) {
            int place = reference.columns().indexOf(column);
            if (place >= 0) {
                List<String> parent = row(reference.parent(), reference.parentColumns(), row);
                return parent.isEmpty() ? Optional.empty() : Optional.of(parent.get(place));
            }
        }
        return Optional.empty();
    }

    /** Returns these columns of one row; nothing if there is no such row. */
    private List<String> row(String table, List<String> columns, int row) throws SQLException {
        String order = columns.equals(List.of("1")) ? "" : " ORDER BY " + String.join(", ", columns);
        List<List<String>> rows = Query.rows(
                connection,
                "SELECT " + String.join(", ", columns) + " FROM " + table + order + " LIMIT 1 OFFSET " + (row - 1));
        return rows.isEmpty() ? List.of() : rows.get(0);
    }
}

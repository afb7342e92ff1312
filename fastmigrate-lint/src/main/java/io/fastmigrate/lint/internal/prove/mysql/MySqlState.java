package io.fastmigrate.lint.internal.prove.mysql;

import io.fastmigrate.lint.internal.prove.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is in a database at one moment.
 *
 * @param rows of each table, at most a thousand
 * @param filled the columns of each table that take no NULL and have no default, each with its first value
 * @param foreignKeys how many each table has; none is not listed
 */
record MySqlState(
        Map<String, List<List<String>>> rows,
        Map<String, Map<String, String>> filled,
        Map<String, String> foreignKeys) {

    private static final String FILLED =
            "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND"
                    + " IS_NULLABLE = 'NO' AND COLUMN_DEFAULT IS NULL AND EXTRA = ''";

    private static final String FOREIGN_KEYS =
            "SELECT TABLE_NAME, COUNT(*) FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA ="
                    + " DATABASE() GROUP BY TABLE_NAME";

    static MySqlState read(Connection connection) throws SQLException {
        Map<String, List<List<String>>> rows = new TreeMap<>();
        Map<String, Map<String, String>> filled = new TreeMap<>();
        for (String table : Query.texts(connection, MySqlSamples.TABLES)) {
            String quoted = Query.quoted(table);
            rows.put(table, Query.rows(connection, "SELECT * FROM " + quoted + " ORDER BY 1 LIMIT 1000"));
            Map<String, String> values = new TreeMap<>();
            for (String column : Query.texts(connection, FILLED, table)) {
                String query = "SELECT " + Query.quoted(column) + " FROM " + quoted + " LIMIT 1";
                Query.texts(connection, query).forEach(value -> values.put(column, value));
            }
            filled.put(table, values);
        }
        Map<String, String> foreignKeys = Query.rows(connection, FOREIGN_KEYS).stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        return new MySqlState(rows, filled, foreignKeys);
    }

    Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new TreeMap<>();
        rows.forEach((table, all) ->
                texts.put(table, all.stream().map(List::toString).toList()));
        return texts;
    }
}

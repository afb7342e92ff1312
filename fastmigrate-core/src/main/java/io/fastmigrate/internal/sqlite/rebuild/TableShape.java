package io.fastmigrate.internal.sqlite.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rows of a table look like.
 *
 * @param columns the names by their keys, in order; generated ones too
 * @param stored the columns that can be written
 * @param hasRowId whether there are row ids at all
 * @param idColumn the column that is another name of the row id, an INTEGER PRIMARY KEY
 */
record TableShape(Map<String, String> columns, List<String> stored, boolean hasRowId, Optional<String> idColumn) {

    private static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");

    /**
     * Reads what SQLite says of a table.
     *
     * @param schema {@code main} or {@code temp}
     */
    static TableShape read(Connection connection, String schema, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> stored = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        String query = "SELECT name, hidden, pk FROM pragma_table_xinfo(?, ?) ORDER BY cid";
        try (PreparedStatement statement = prepare(connection, query, table, schema);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                columns.put(Names.key(name), name);
                if (rows.getInt(2) == 0) {
                    stored.add(name);
                }
                if (rows.getInt(3) > 0) {
                    keys.add(name);
                }
            }
        }
        boolean hasRowId =
                !exists(connection, "SELECT 1 FROM pragma_table_list(?) WHERE schema = ? AND wr = 1", table, schema);
        boolean keyHasIndex =
                exists(connection, "SELECT 1 FROM pragma_index_list(?, ?) WHERE origin = 'pk'", table, schema);
        Optional<String> idColumn =
                hasRowId && keys.size() == 1 && !keyHasIndex ? Optional.of(keys.get(0)) : Optional.empty();
        return new TableShape(columns, stored, hasRowId, idColumn);
    }

    private static boolean exists(Connection connection, String query, String table, String schema)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, query, table, schema);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private static PreparedStatement prepare(Connection connection, String query, String table, String schema)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.setString(1, table);
        statement.setString(2, schema);
        return statement;
    }

    boolean has(String column) {
        return columns.containsKey(Names.key(column));
    }

    /** Returns a name by which the row id can be read and written; empty if columns took them all, or there is none. */
    Optional<String> rowIdName() {
        if (!hasRowId || idColumn.isPresent()) {
            return idColumn;
        }
        return ROW_ID_NAMES.stream().filter(name -> !has(name)).findFirst();
    }
}

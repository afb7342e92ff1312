package io.fastmigrate.internal.sqlite;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table in which another migration tool keeps its history. */
final class OtherToolTable {

    private OtherToolTable() {}

    /** Reads a table, in the order of its rows: each by the lower-case names of its columns. Empty without the table. */
    static Optional<List<Map<String, @Nullable String>>> rows(Connection connection, String table) throws SQLException {
        if (!"1"
                .equals(Sql.string(
                        connection,
                        "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = '"
                                + table.replace("'", "''") + "' COLLATE NOCASE"))) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT * FROM main.\"" + table.replace("\"", "\"\"") + "\" ORDER BY rowid")) {
            return Optional.of(read(rows));
        }
    }

    private static List<Map<String, @Nullable String>> read(ResultSet rows) throws SQLException {
        List<Map<String, @Nullable String>> all = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns; i++) {
                row.put(SqliteNames.fold(rows.getMetaData().getColumnName(i)), rows.getString(i));
            }
            all.add(row);
        }
        return all;
    }
}

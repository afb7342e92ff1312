package io.fastmigrate.internal.jdbc.postgres.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a PostgreSQL database, table by table as one checksum, and where its sequences are.
 *
 * @param schema the only one that is looked at; null for all
 */
record PostgresRows(Connection connection, @Nullable String schema) {

    SortedMap<String, String> read() throws SQLException {
        SortedMap<String, String> rows = new TreeMap<>();
        for (List<String> table : relations("r")) {
            String name = table.get(0);
            List<String> found = Rows.all(
                            connection,
                            2,
                            "SELECT count(*), md5(string_agg(md5((fastmigrate_row.*)::text), '' ORDER BY"
                                    + " md5((fastmigrate_row.*)::text))) FROM ONLY " + name + " AS fastmigrate_row")
                    .get(0);
            if (!found.get(0).equals("0")) {
                rows.put(name, found.get(0) + " rows, " + found.get(1));
            }
        }
        for (List<String> sequence : relations("S")) {
            String name = sequence.get(0);
            Rows.text(connection, "SELECT 'at ' || last_value FROM " + name + " WHERE is_called")
                    .ifPresent(state -> rows.put("the sequence " + name, state));
        }
        return rows;
    }

    private List<List<String>> relations(String kind) throws SQLException {
        return Rows.all(
                connection,
                1,
                "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                        + " c.relnamespace WHERE c.relkind::text = ? AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND"
                        + " n.nspname <> 'information_schema'"
                        + PostgresDefinitions.NOT_OF_EXTENSION.formatted("c", "pg_class")
                        + " AND c.oid NOT IN " + PostgresDefinitions.OTHERS_TABLES
                        + (schema == null ? "" : " AND n.nspname = '" + schema.replace("'", "''") + "'"),
                kind);
    }
}

package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tables there are. The catalogue is open to everybody: a table that this user may not read is not missing. */
final class PostgresTables {

    private static final String ARE_TABLES = " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
            + " c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname = ";

    private PostgresTables() {}

    /** Returns those of some tables that are in a schema. */
    static Set<String> existing(Connection connection, String schema, List<String> tables) throws SQLException {
        List<String> parameters = new ArrayList<>(List.of(schema));
        parameters.addAll(tables);
        String sql = "SELECT c.relname" + ARE_TABLES + "? AND c.relname IN (?" + ", ?".repeat(tables.size() - 1) + ")";
        Set<String> existing = new HashSet<>();
        Rows.all(connection, 1, sql, parameters.toArray()).forEach(row -> existing.add(row.get(0)));
        return existing;
    }

    /** Returns the query for the current schema and those of our tables that are in it. */
    static String query(List<String> tables) {
        return "SELECT n.nspname, c.relname" + ARE_TABLES + "pg_catalog.current_schema() AND c.relname IN ('"
                + String.join("', '", tables) + "')";
    }
}

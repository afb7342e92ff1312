package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.sql.session.HiddenCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What there is in a database of PostgreSQL that neither the server nor an extension brought. */
final class PostgresContents {

    /** The first number that the server gives to what users make. */
    private static final int FIRST_OF_USERS = 16_384;

    private static final List<String> CATALOGS = List.of(
            "pg_proc",
            "pg_operator",
            "pg_collation",
            "pg_conversion",
            "pg_ts_config",
            "pg_ts_dict",
            "pg_cast",
            "pg_event_trigger",
            "pg_foreign_server",
            "pg_publication",
            "pg_largeobject_metadata");

    private PostgresContents() {}

    /** What belongs to an extension was there before anybody wrote a script. */
    static boolean isEmpty(Connection connection, String schema) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?"
                                + " AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relname NOT LIKE"
                                + " '\\_fastmigrate\\_%' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid ="
                                + " c.oid AND d.deptype = 'e') LIMIT 1",
                        schema)
                .isEmpty();
    }

    /** Returns the functions and procedures that no extension brought. */
    static List<HiddenCode.Routine> routines(Connection connection) throws SQLException {
        List<HiddenCode.Routine> found = new ArrayList<>();
        for (List<String> row : Rows.all(
                connection,
                3,
                "SELECT c.proname, c.prosrc, c.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype FROM pg_catalog.pg_proc c"
                        + " WHERE c.oid >= " + FIRST_OF_USERS + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d"
                        + " WHERE d.deptype = 'e' AND d.objid = c.oid)")) {
            found.add(new HiddenCode.Routine(row.get(0), row.get(1), row.get(2).equals("t")));
        }
        return found;
    }

    /** Tells whether there is nothing but our own tables, with their indexes, types and sequences, and empty schemas. */
    static boolean areOurs(Connection connection, String schema) throws SQLException {
        String ours = "(n.nspname = ? AND (c.relname LIKE '\\_meta%' OR c.relname LIKE '\\_fastmigrate\\_%'))";
        String notOfExtension = " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.deptype = 'e' AND d.objid = c.oid)";
        String tables =
                "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE"
                        + " 'pg\\_%' AND n.nspname <> 'information_schema' AND NOT " + ours + notOfExtension;
        String types = "SELECT 1 FROM pg_type c WHERE c.oid >= " + FIRST_OF_USERS
                + " AND c.typrelid = 0 AND c.typelem = 0" + notOfExtension;
        String others = CATALOGS.stream()
                .map(catalog -> "SELECT 1 FROM " + catalog + " c WHERE c.oid >= " + FIRST_OF_USERS + notOfExtension)
                .collect(Collectors.joining(" UNION ALL "));
        return Rows.text(connection, tables + " UNION ALL " + types + " UNION ALL " + others + " LIMIT 1", schema)
                .isEmpty();
    }

    /** By their numbers in the catalogue. pg_dump writes an entry also for a table without rows, but not for an extension's. */
    static Map<String, String> tablesWithRows(Connection connection) throws SQLException {
        Map<String, String> tables = new HashMap<>();
        for (List<String> table : Rows.all(
                connection,
                2,
                "SELECT c.oid::text, c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid ="
                        + " c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE"
                        + " 'pg\\_%' AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE"
                        + " d.deptype = 'e' AND (d.objid = c.oid OR d.objid = n.oid))")) {
            tables.put(table.get(0), table.get(1));
        }
        return tables;
    }
}

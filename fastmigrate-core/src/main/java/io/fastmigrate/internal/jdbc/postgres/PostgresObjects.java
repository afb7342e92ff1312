package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.port.SchemaSummary.ObjectName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a PostgreSQL database holds that is neither the server's, nor an extension's, nor ours. */
public final class PostgresObjects {

    /** How many tables are counted by one statement. */
    private static final int TOGETHER = 50;

    private static final String NAMESPACE =
            " JOIN pg_catalog.pg_namespace n ON n.oid = %s AND n.nspname NOT LIKE 'pg\\_%%'"
                    + " AND n.nspname <> 'information_schema' WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e WHERE"
                    + " e.classid = '%s'::regclass AND e.objid = %s.oid AND e.deptype = 'e')";

    /** A condition on pg_class c that leaves out what is ours. */
    static final String NOT_OURS = " AND c.relname <> '_meta' AND c.relname NOT LIKE '\\_fastmigrate\\_%'";

    private static final String OF_CLASS = NAMESPACE.formatted("c.relnamespace", "pg_class", "c") + NOT_OURS;

    private static final String COLUMNS =
            "(SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN"
                    + " a.attcollation <> ty.typcollation THEN ' COLLATE ' || (SELECT l.collname FROM pg_catalog.pg_collation l WHERE l.oid = a.attcollation) ELSE '' END ||"
                    + " CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(CASE WHEN a.attgenerated = '' THEN"
                    + " ' DEFAULT ' ELSE ' GENERATED ' END || pg_get_expr(d.adbin, d.adrelid), '') || CASE a.attidentity"
                    + " WHEN '' THEN '' ELSE ' IDENTITY ' || a.attidentity::text END, ', ' ORDER BY a.attnum)"
                    + " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type ty ON ty.oid = a.atttypid LEFT JOIN"
                    + " pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = %s"
                    + " AND a.attnum > 0 AND NOT a.attisdropped)";

    private static final String CONSTRAINTS =
            "(SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname) FROM"
                    + " pg_catalog.pg_constraint k WHERE k.%s = %s)";

    private static final List<String> QUESTIONS = List.of(
            "SELECT CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END, c.oid::regclass::text, concat_ws(E'\\n', "
                    + COLUMNS.formatted("c.oid") + ", " + CONSTRAINTS.formatted("conrelid", "c.oid")
                    + ", pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid), c.reloptions::text, c.relacl::text,"
                    + " c.relowner::regrole::text, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence)"
                    + " FROM pg_catalog.pg_class c" + OF_CLASS + " AND c.relkind IN ('r', 'p', 'f')",
            "SELECT 'index', c.oid::regclass::text, concat_ws(E'\\n', pg_get_indexdef(c.oid), CASE WHEN i.indisvalid THEN '' ELSE"
                    + " 'INVALID' END) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid"
                    + OF_CLASS
                    + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid AND"
                    + " k.contype IN ('p', 'u', 'x'))",
            "SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, c.oid::regclass::text, concat_ws(E'\\n',"
                    + " pg_get_viewdef(c.oid), c.reloptions::text, c.relacl::text, c.relowner::regrole::text) FROM"
                    + " pg_catalog.pg_class c" + OF_CLASS + " AND c.relkind IN ('v', 'm')",
            "SELECT 'sequence', c.oid::regclass::text, concat_ws(' ', s.seqtypid::regtype::text, s.seqstart, s.seqincrement,"
                    + " s.seqmin, s.seqmax, s.seqcache, s.seqcycle, c.relacl::text, c.relowner::regrole::text) FROM"
                    + " pg_catalog.pg_class c JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid" + OF_CLASS
                    + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid"
                    + " = c.oid AND o.deptype IN ('a', 'i'))",
            "SELECT 'trigger', quote_ident(t.tgname) || ' on ' || c.oid::regclass, pg_get_triggerdef(t.oid) || t.tgenabled::text FROM"
                    + " pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid" + OF_CLASS
                    + " AND NOT t.tgisinternal",
            "SELECT 'rule', quote_ident(r.rulename) || ' on ' || c.oid::regclass, pg_get_ruledef(r.oid) FROM"
                    + " pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class" + OF_CLASS
                    + " AND r.rulename <> '_RETURN'",
            "SELECT 'policy', quote_ident(p.polname) || ' on ' || c.oid::regclass, concat_ws(' ', p.polcmd, p.polpermissive,"
                    + " p.polroles::regrole[]::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck,"
                    + " p.polrelid)) FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid"
                    + OF_CLASS,
            "SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,"
                    + " p.oid::regprocedure::text, concat_ws(E'\\n', CASE WHEN p.prokind = 'a' THEN '' ELSE"
                    + " pg_get_functiondef(p.oid) END, p.proacl::text, p.proowner::regrole::text) FROM pg_catalog.pg_proc p"
                    + NAMESPACE.formatted("p.pronamespace", "pg_proc", "p"),
            "SELECT 'type', y.oid::regtype::text, concat_ws(E'\\n', (SELECT string_agg(v.enumlabel, ', ' ORDER BY"
                    + " v.enumsortorder) FROM pg_catalog.pg_enum v WHERE v.enumtypid = y.oid), CASE WHEN y.typtype = 'd' THEN"
                    + " format_type(y.typbasetype, y.typtypmod) || y.typnotnull END, y.typdefault, "
                    + CONSTRAINTS.formatted("contypid", "y.oid") + ", " + COLUMNS.formatted("y.typrelid")
                    + ", y.typacl::text, y.typowner::regrole::text) FROM pg_catalog.pg_type y"
                    + NAMESPACE.formatted("y.typnamespace", "pg_type", "y")
                    + " AND (y.typtype IN ('e', 'd', 'r') OR (y.typtype = 'c' AND EXISTS (SELECT 1 FROM pg_catalog.pg_class"
                    + " c WHERE c.oid = y.typrelid AND c.relkind = 'c')))",
            "SELECT 'schema', quote_ident(n.nspname), concat_ws(' ', n.nspacl::text, n.nspowner::regrole::text) FROM"
                    + " pg_catalog.pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'",
            "SELECT 'extension', quote_ident(x.extname), x.extversion FROM pg_catalog.pg_extension x");

    private PostgresObjects() {}

    /** Returns all objects with what defines them. */
    public static Map<ObjectName, String> definitions(Connection connection) throws SQLException {
        Map<ObjectName, String> objects = new HashMap<>();
        for (List<String> row : Rows.all(connection, 3, String.join(" UNION ALL ", QUESTIONS))) {
            objects.put(new ObjectName(row.get(0), row.get(1)), row.get(2) == null ? "" : row.get(2));
        }
        return objects;
    }

    /** Returns the tables whose rows this user may count: their names by their numbers in the catalogue. */
    public static Map<Long, String> tables(Connection connection) throws SQLException {
        Map<Long, String> tables = new LinkedHashMap<>();
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT c.oid, c.oid::regclass::text FROM pg_catalog.pg_class c" + OF_CLASS
                        + " AND (c.relkind = 'r' OR (c.relkind = 'm' AND c.relispopulated)) AND"
                        + " has_table_privilege(c.oid, 'SELECT') ORDER BY c.oid")) {
            tables.put(Long.valueOf(row.get(0)), row.get(1));
        }
        return tables;
    }

    /** Counts the rows of some of the tables. */
    public static Map<Long, Long> rows(Connection connection, Set<Long> tables) throws SQLException {
        Map<Long, Long> counts = new HashMap<>();
        StringBuilder sql = new StringBuilder();
        int together = 0;
        int left = tables.size();
        for (long table : tables) {
            Optional<String> name = Rows.text(
                    connection,
                    "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_catalog.pg_class c JOIN"
                            + " pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?",
                    table);
            if (name.isPresent()) {
                sql.append(sql.length() == 0 ? "" : " UNION ALL ")
                        .append("SELECT ")
                        .append(table)
                        .append(", count(*) FROM ONLY ")
                        .append(name.get());
                together++;
            }
            left--;
            if (together == TOGETHER || (left == 0 && together > 0)) {
                for (List<String> row : Rows.all(connection, 2, sql.toString())) {
                    counts.put(Long.valueOf(row.get(0)), Long.valueOf(row.get(1)));
                }
                sql.setLength(0);
                together = 0;
            }
        }
        return counts;
    }

    /** Returns the functions that no extension brought and that use dblink. */
    public static List<String> functionsWithDblink(Connection connection) throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p WHERE p.oid >= 16384 AND p.prosrc ~*"
                                + " '\\mdblink' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.deptype = 'e'"
                                + " AND d.objid = p.oid) ORDER BY 1")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }
}

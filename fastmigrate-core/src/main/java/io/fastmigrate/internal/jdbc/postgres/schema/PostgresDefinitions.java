package io.fastmigrate.internal.jdbc.postgres.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All definitions of a database of PostgreSQL, as its catalogue has them: what pg_dump writes, without owners, privileges,
 * publications and subscriptions. Names are complete, since the search path is empty while it is read.
 */
final class PostgresDefinitions {

    /** What extensions bring is theirs. */
    static final String NOT_OF_EXTENSION =
            " AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.deptype = 'e' AND e.objid = %1$s.oid AND e.classid ="
                    + " '%2$s'::regclass)";

    /** By their names, or by columns that no one else's table has. */
    static final String OTHERS_TABLES =
            "(SELECT b.oid FROM pg_class b WHERE b.relkind IN ('r', 'p') AND (b.relname IN ('_meta', 'flyway_schema_history',"
                    + " 'databasechangelog', 'databasechangeloglock') OR b.relname LIKE '\\_fastmigrate\\_%' OR EXISTS"
                    + " (SELECT 1 FROM (SELECT array_agg(lower(attname::text)) AS names FROM pg_attribute WHERE attrelid ="
                    + " b.oid AND attnum > 0) a WHERE a.names @> ARRAY['installed_rank', 'checksum', 'installed_by',"
                    + " 'success'] OR a.names @> ARRAY['dateexecuted', 'orderexecuted', 'exectype', 'md5sum'] OR"
                    + " a.names @> ARRAY['locked', 'lockgranted', 'lockedby'])))";

    private final Connection connection;
    private final @Nullable String schema;
    private final SortedMap<String, String> found = new TreeMap<>();

    /** Reads one schema; null for all. */
    PostgresDefinitions(Connection connection, @Nullable String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    SortedMap<String, String> read() throws SQLException {
        EmptySearchPath.during(connection, () -> {
            relations();
            columns();
            constraintsAndIndexes();
            sequences();
            routines();
            triggersAndRules();
            types();
            operators();
            comments();
            if (schema == null) {
                wholeDatabase();
            }
        });
        return found;
    }

    /** Adds what a question finds: the object, and what is to be compared of it. */
    private void add(String sql) throws SQLException {
        for (List<String> row : Rows.all(connection, 2, sql)) {
            found.merge(row.get(0), String.valueOf(row.get(1)), (one, other) -> one + "\n" + other);
        }
    }

    /** Returns the condition that something is in a schema of the application's. */
    private String inSchema(String namespace) {
        return namespace + " IN (SELECT oid FROM pg_namespace WHERE "
                + (schema == null
                        ? "nspname !~ '^pg_' AND nspname <> 'information_schema'"
                        : "nspname = '" + schema.replace("'", "''") + "'")
                + ")";
    }

    private static String notOfExtension(String alias, String catalog) {
        return NOT_OF_EXTENSION.formatted(alias, catalog);
    }

    private String ofTable(String kinds) {
        return inSchema("c.relnamespace") + " AND c.relkind IN (" + kinds + ")" + notOfExtension("c", "pg_class")
                + " AND c.oid NOT IN " + OTHERS_TABLES;
    }

    private void relations() throws SQLException {
        add(
                "SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table '"
                        + " ELSE 'table ' END || c.oid::regclass, concat_ws(', ', 'kind ' || c.relkind::text, 'persistence ' ||"
                        + " c.relpersistence::text, 'options ' || c.reloptions::text, 'row security ' || c.relrowsecurity || ' ' ||"
                        + " c.relforcerowsecurity, 'replica identity ' || c.relreplident::text, 'partitioned by ' ||"
                        + " pg_get_partkeydef(c.oid), 'partition ' || pg_get_expr(c.relpartbound, c.oid), (SELECT 'of ' ||"
                        + " string_agg(h.inhparent::regclass::text, ' ' ORDER BY h.inhseqno) FROM pg_inherits h WHERE h.inhrelid ="
                        + " c.oid), 'of type ' || nullif(c.reloftype, 0)::regtype, (SELECT 'server ' || s.srvname || ' ' ||"
                        + " coalesce(f.ftoptions::text, '') FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver"
                        + " WHERE f.ftrelid = c.oid), CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)"
                        + " FROM pg_class c WHERE " + ofTable("'r', 'p', 'v', 'm', 'f'"));
    }

    private void columns() throws SQLException {
        add(
                "SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname), concat_ws(' ', row_number() OVER (PARTITION"
                        + " BY c.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod), CASE WHEN a.attcollation <>"
                        + " t.typcollation THEN 'COLLATE ' || (SELECT quote_ident(l.collname) FROM pg_collation l WHERE l.oid ="
                        + " a.attcollation) END, CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'identity ' || nullif(a.attidentity::text, ''),"
                        + " 'generated ' || nullif(to_jsonb(a) ->> 'attgenerated', ''), 'default ' || pg_get_expr(d.adbin, d.adrelid),"
                        + " CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END, 'compression ' ||"
                        + " nullif(to_jsonb(a) ->> 'attcompression', ''), 'statistics ' || nullif(a.attstattarget, -1), 'options ' ||"
                        + " a.attoptions::text, 'foreign ' || a.attfdwoptions::text, CASE WHEN NOT a.attislocal THEN 'inherited' END)"
                        + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                        + " JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
                        + " WHERE " + ofTable("'r', 'p', 'v', 'm', 'f', 'c'"));
    }

    /** From version 18 on, NOT NULL has a constraint too, whose name may be of an earlier version's making. */
    private void constraintsAndIndexes() throws SQLException {
        add(
                "SELECT 'constraint ' || quote_ident(k.conname) || ' of ' || c.oid::regclass, pg_get_constraintdef(k.oid) || CASE"
                        + " WHEN k.convalidated THEN '' ELSE ' (not validated)' END FROM pg_constraint k JOIN pg_class c ON c.oid ="
                        + " k.conrelid WHERE k.contype NOT IN ('n', 't') AND " + ofTable("'r', 'p', 'f'"));
        add(
                "SELECT 'index ' || i.indexrelid::regclass, concat_ws(' ', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid"
                        + " THEN '(invalid)' END, CASE WHEN i.indisclustered THEN '(clustered)' END, CASE WHEN i.indisreplident THEN"
                        + " '(replica identity)' END) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE "
                        + ofTable("'r', 'p', 'm'"));
        add(
                "SELECT 'statistics ' || quote_ident(s.stxname), pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN pg_class"
                        + " c ON c.oid = s.stxrelid WHERE " + ofTable("'r', 'p', 'm', 'f'"));
    }

    private void sequences() throws SQLException {
        add(
                "SELECT 'sequence ' || c.oid::regclass, concat_ws(' ', s.seqtypid::regtype, 'start', s.seqstart, 'increment',"
                        + " s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, 'cache', s.seqcache, CASE WHEN s.seqcycle THEN 'cycle'"
                        + " END, (SELECT 'of ' || d.refobjid::regclass || '.' || a.attname FROM pg_depend d JOIN pg_attribute a ON"
                        + " a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.objid ="
                        + " c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 LIMIT 1)) FROM pg_sequence s JOIN pg_class c ON"
                        + " c.oid = s.seqrelid WHERE " + ofTable("'S'")
                        + " AND NOT EXISTS (SELECT 1 FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND"
                        + " o.refclassid = 'pg_class'::regclass AND o.refobjid IN " + OTHERS_TABLES + ")");
    }

    private void routines() throws SQLException {
        String where = " FROM pg_proc p WHERE " + inSchema("p.pronamespace") + notOfExtension("p", "pg_proc");
        add("SELECT 'function ' || p.oid::regprocedure, pg_get_functiondef(p.oid)" + where + " AND p.prokind <> 'a'");
        add("SELECT 'aggregate ' || p.oid::regprocedure, (SELECT concat_ws(' ', g.aggkind, g.aggtransfn, g.aggfinalfn,"
                + " g.aggcombinefn, g.aggtranstype::regtype, g.agginitval, g.aggmtransfn, g.aggsortop::regoperator) FROM"
                + " pg_aggregate g WHERE g.aggfnoid = p.oid)" + where + " AND p.prokind = 'a'");
    }

    private void triggersAndRules() throws SQLException {
        add(
                "SELECT 'trigger ' || quote_ident(g.tgname) || ' of ' || c.oid::regclass, pg_get_triggerdef(g.oid) || ' (enabled ' ||"
                        + " g.tgenabled::text || ')' FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal AND "
                        + ofTable("'r', 'p', 'v', 'f'"));
        add(
                "SELECT 'rule ' || quote_ident(r.rulename) || ' of ' || c.oid::regclass, pg_get_ruledef(r.oid) || ' (enabled ' ||"
                        + " r.ev_enabled::text || ')' FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'"
                        + " AND " + ofTable("'r', 'p', 'v'"));
        add(
                "SELECT 'policy ' || quote_ident(o.polname) || ' of ' || c.oid::regclass, concat_ws(' ', o.polcmd, o.polpermissive,"
                        + " (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE r::regrole::text END, ',') FROM unnest(o.polroles) r),"
                        + " 'using', pg_get_expr(o.polqual, o.polrelid), 'check', pg_get_expr(o.polwithcheck, o.polrelid)) FROM"
                        + " pg_policy o JOIN pg_class c ON c.oid = o.polrelid WHERE " + ofTable("'r', 'p'"));
    }

    private void types() throws SQLException {
        String where = " WHERE " + inSchema("t.typnamespace") + notOfExtension("t", "pg_type");
        add("SELECT 'type ' || t.oid::regtype, 'enum ' || (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY"
                + " e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) FROM pg_type t" + where
                + " AND t.typtype = 'e'");
        add(
                "SELECT 'domain ' || t.oid::regtype, concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull"
                        + " THEN 'NOT NULL' END, 'default ' || t.typdefault, (SELECT string_agg(quote_ident(k.conname) || ' ' ||"
                        + " pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND"
                        + " k.contype <> 'n')) FROM pg_type t" + where + " AND t.typtype = 'd'");
        add(
                "SELECT 'type ' || t.oid::regtype, concat_ws(' ', 'range', r.rngsubtype::regtype, r.rngcanonical, r.rngsubdiff) FROM"
                        + " pg_type t JOIN pg_range r ON r.rngtypid = t.oid" + where);
        add(
                "SELECT 'type ' || t.oid::regtype, 'composite' FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind ="
                        + " 'c'" + where);
    }

    private void operators() throws SQLException {
        add("SELECT 'operator ' || o.oid::regoperator, concat_ws(' ', o.oprcode, o.oprresult::regtype, o.oprcanmerge,"
                + " o.oprcanhash, o.oprrest, o.oprjoin) FROM pg_operator o WHERE " + inSchema("o.oprnamespace")
                + notOfExtension("o", "pg_operator"));
        add(
                "SELECT 'operator class ' || quote_ident(o.opcname), concat_ws(' ', (SELECT m.amname FROM pg_am m WHERE m.oid ="
                        + " o.opcmethod), o.opcintype::regtype, o.opcdefault) FROM pg_opclass o WHERE "
                        + inSchema("o.opcnamespace")
                        + notOfExtension("o", "pg_opclass"));
        add("SELECT 'collation ' || quote_ident(l.collname), concat_ws(' ', l.collcollate, l.collctype, to_jsonb(l) ->>"
                + " 'collprovider', coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale'), to_jsonb(l) ->>"
                + " 'collisdeterministic') FROM pg_collation l WHERE " + inSchema("l.collnamespace")
                + notOfExtension("l", "pg_collation"));
        add("SELECT 'text search configuration ' || g.oid::regconfig, (SELECT string_agg(m.maptokentype || ' ' ||"
                + " m.mapdict::regdictionary, ', ' ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg"
                + " = g.oid) FROM pg_ts_config g WHERE " + inSchema("g.cfgnamespace")
                + notOfExtension("g", "pg_ts_config"));
        add("SELECT 'text search dictionary ' || g.oid::regdictionary, g.dictinitoption FROM pg_ts_dict g WHERE "
                + inSchema("g.dictnamespace") + notOfExtension("g", "pg_ts_dict"));
    }

    private void comments() throws SQLException {
        add(
                "SELECT 'comment on ' || pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d"
                        + " JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid WHERE "
                        + ofTable("'r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 'c'"));
        add(
                "SELECT 'comment on ' || pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d"
                        + " JOIN pg_proc p ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid WHERE "
                        + inSchema("p.pronamespace") + notOfExtension("p", "pg_proc"));
        add(
                "SELECT 'comment on ' || pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d"
                        + " JOIN pg_type t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid WHERE "
                        + inSchema("t.typnamespace") + notOfExtension("t", "pg_type"));
        commentsOfTables("constraint", "pg_constraint", "conname", "conrelid");
        commentsOfTables("trigger", "pg_trigger", "tgname", "tgrelid");
        commentsOfTables("policy", "pg_policy", "polname", "polrelid");
        commentsOfTables("rule", "pg_rewrite", "rulename", "ev_class");
        add(
                "SELECT 'comment on schema ' || quote_ident(n.nspname), obj_description(n.oid, 'pg_namespace') FROM pg_namespace n"
                        + " WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')"
                        + " AND obj_description(n.oid, 'pg_namespace') IS NOT NULL"
                        + notOfExtension("n", "pg_namespace"));
    }

    private void commentsOfTables(String kind, String catalog, String name, String table) throws SQLException {
        add("SELECT 'comment on " + kind + " ' || quote_ident(o." + name
                + ") || ' of ' || c.oid::regclass, d.description"
                + " FROM pg_description d JOIN " + catalog + " o ON d.classoid = '" + catalog
                + "'::regclass AND o.oid = d.objoid JOIN pg_class c ON c.oid = o." + table + " WHERE "
                + ofTable("'r', 'p', 'v', 'm', 'f'"));
    }

    /** What is in no schema. That of the name public is there or not by the server's habit, not by a script. */
    private void wholeDatabase() throws SQLException {
        add(
                "SELECT 'schema ' || quote_ident(n.nspname), '' FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN"
                        + " ('information_schema', 'public')" + notOfExtension("n", "pg_namespace"));
        add("SELECT 'extension ' || quote_ident(x.extname), 'in ' || x.extnamespace::regnamespace FROM pg_extension x");
        add(
                "SELECT 'cast (' || k.castsource::regtype || ' AS ' || k.casttarget::regtype || ')', concat_ws(' ', k.castfunc::regprocedure,"
                        + " k.castcontext, k.castmethod) FROM pg_cast k WHERE k.oid >= 16384"
                        + notOfExtension("k", "pg_cast"));
        add(
                "SELECT 'event trigger ' || quote_ident(v.evtname), concat_ws(' ', v.evtevent, v.evttags::text, v.evtfoid::regproc,"
                        + " v.evtenabled) FROM pg_event_trigger v WHERE true"
                        + notOfExtension("v", "pg_event_trigger"));
        add(
                "SELECT 'server ' || quote_ident(s.srvname), concat_ws(' ', s.srvtype, s.srvversion, s.srvoptions::text) FROM"
                        + " pg_foreign_server s WHERE true" + notOfExtension("s", "pg_foreign_server"));
    }
}

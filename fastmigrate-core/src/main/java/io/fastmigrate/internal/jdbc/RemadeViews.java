package io.fastmigrate.internal.jdbc;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.names.ScriptNames;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Views that are dropped in the transaction at hand and made again by their scripts, with their owners, comments, and what was granted on them. */
final class RemadeViews {

    /** The statements that give an owner and privileges, with the view's schema and name, and the column if it is for one. */
    private static final String PRIVILEGES =
            "SELECT n.nspname, c.relname, x.col, x.stmt FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,"
                    + " LATERAL (SELECT 1 AS step, '' AS col, format('ALTER TABLE %I.%I OWNER TO %I', n.nspname, c.relname,"
                    + " pg_get_userbyid(c.relowner)) AS stmt WHERE pg_get_userbyid(c.relowner) <> current_user UNION ALL"
                    + " SELECT 2, '', format('GRANT %s ON %I.%I TO %s%s', a.privilege_type, n.nspname, c.relname, CASE WHEN"
                    + " a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, CASE WHEN"
                    + " a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(c.relacl) a WHERE a.grantee <>"
                    + " c.relowner UNION ALL SELECT 3, t.attname::text, format('GRANT %s (%I) ON %I.%I TO %s%s',"
                    + " a.privilege_type, t.attname, n.nspname, c.relname, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE"
                    + " quote_ident(pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION'"
                    + " ELSE '' END) FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid AND t.attnum > 0"
                    + " AND NOT t.attisdropped) x WHERE c.oid = to_regclass(?) AND c.relkind IN ('v', 'm') ORDER BY x.step";

    /** Other objects depend on what is dropped. */
    private static final String DEPENDENTS = "2BP01";

    private static final String EXISTS =
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?"
                    + " AND ('' = ? OR EXISTS (SELECT 1 FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = ?))";

    /** What PostgreSQL drops with a view, without a word: triggers, rules, defaults, and the indexes of a materialized view. */
    private static final String ATTACHED =
            "SELECT DISTINCT format('%I.%I', n.nspname, c.relname), o.type || ' ' || o.identity FROM pg_class c JOIN"
                    + " pg_namespace n ON n.oid = c.relnamespace JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND"
                    + " d.refobjid = c.oid AND d.deptype = 'a', LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o"
                    + " WHERE c.oid = to_regclass(?) AND c.relkind IN ('v', 'm') ORDER BY 2";

    /** The statements that write the comments of a view and its columns, with the name of the view and of the column. */
    private static final String COMMENTS =
            "SELECT format('%I.%I', n.nspname, c.relname), coalesce(t.attname, ''), format('COMMENT ON %s IS %L', CASE WHEN"
                    + " t.attname IS NULL THEN format('%s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW'"
                    + " END, n.nspname, c.relname) ELSE format('COLUMN %I.%I.%I', n.nspname, c.relname, t.attname) END,"
                    + " d.description) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_description d ON"
                    + " d.classoid = 'pg_class'::regclass AND d.objoid = c.oid LEFT JOIN pg_attribute t ON t.attrelid = c.oid"
                    + " AND t.attnum = d.objsubid AND d.objsubid > 0 WHERE c.oid = to_regclass(?) AND c.relkind IN ('v', 'm')";

    /** Tells that a view, or a column of it, is there and has no comment. */
    private static final String UNCOMMENTED =
            "SELECT 1 FROM pg_class c LEFT JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = ? AND NOT"
                    + " t.attisdropped WHERE c.oid = to_regclass(?) AND c.relkind IN ('v', 'm') AND ('' = ? OR t.attnum IS NOT"
                    + " NULL) AND NOT EXISTS (SELECT 1 FROM pg_description d WHERE d.classoid = 'pg_class'::regclass AND"
                    + " d.objoid = c.oid AND d.objsubid = coalesce(t.attnum, 0))";

    private final List<List<String>> privileges = new ArrayList<>();
    private final List<List<String>> attached = new ArrayList<>();
    private final List<List<String>> comments = new ArrayList<>();

    void drop(Db db, List<ScriptNames.Made> views) throws SQLException {
        for (ScriptNames.Made view : views) {
            if (db.dialect() instanceof PostgresDialect) {
                privileges.addAll(Rows.all(db.jdbc(), 4, PRIVILEGES, view.written()));
                attached.addAll(Rows.all(db.jdbc(), 2, ATTACHED, view.written()));
                comments.addAll(Rows.all(db.jdbc(), 3, COMMENTS, view.written()));
            }
            drop(db, view);
        }
    }

    private static void drop(Db db, ScriptNames.Made view) throws SQLException {
        try {
            Rows.run(db.jdbc(), "DROP " + view.kind() + " IF EXISTS " + view.written());
        } catch (SQLException e) {
            if (!DEPENDENTS.equals(e.getSQLState())) {
                throw e;
            }
            throw StepFailedException.at(
                    null,
                    "the view " + view.written()
                            + " cannot be dropped and made again, because something uses it that no"
                            + " repeatable script makes: " + e.getMessage(),
                    "Put what uses it into a repeatable script, or drop it in a numbered script.",
                    e);
        }
    }

    /**
     * To be called before the commit. A view that its script does not make any more needs no privileges, and a comment that its script
     * writes stays.
     *
     * @throws StepFailedException if something was dropped with a view and not made again
     */
    void complete(Db db) throws SQLException {
        for (List<String> of : attached) {
            if (!Rows.all(db.jdbc(), 2, ATTACHED, of.get(0)).contains(of)) {
                throw StepFailedException.at(
                        null,
                        "the view " + of.get(0) + " cannot be dropped and made again, because something of it would be"
                                + " lost that no repeatable script makes: " + of.get(1) + ".",
                        "Put it into a repeatable script, or drop it in a numbered script.",
                        null);
            }
        }
        for (List<String> of : privileges) {
            String column = of.get(2);
            if (!Rows.all(db.jdbc(), 1, EXISTS, of.get(0), of.get(1), column, column)
                    .isEmpty()) {
                Rows.run(db.jdbc(), of.get(3));
            }
        }
        for (List<String> of : comments) {
            if (!Rows.all(db.jdbc(), 1, UNCOMMENTED, of.get(1), of.get(0), of.get(1))
                    .isEmpty()) {
                Rows.run(db.jdbc(), of.get(2));
            }
        }
        forget();
    }

    void forget() {
        privileges.clear();
        attached.clear();
        comments.clear();
    }
}

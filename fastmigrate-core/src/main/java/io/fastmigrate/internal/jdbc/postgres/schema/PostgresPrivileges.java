package io.fastmigrate.internal.jdbc.postgres.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a database of PostgreSQL, as far as it is not what each new object has: granted to others, or revoked from
 * those who have it by default. An owner is called so, whoever it is.
 */
final class PostgresPrivileges {

    /** Rows of an object, who has a privilege there, and which; %1$s is a column with an access list, or the default of one. */
    private static final String LISTED =
            "SELECT o.object, CASE WHEN x.grantee = o.owner THEN 'the owner' WHEN x.grantee = 0 THEN 'PUBLIC' ELSE"
                    + " x.grantee::regrole::text END AS who, x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT"
                    + " OPTION' ELSE '' END AS privilege FROM o, aclexplode(%1$s) x";

    /** What is in one list and not in the other; %1$s says what that means. */
    private static final String ONE_SIDE =
            "SELECT object, '%1$s ' || who || ': ' || string_agg(privilege, ', ' ORDER BY privilege) AS line FROM"
                    + " (SELECT * FROM %2$s EXCEPT SELECT * FROM %3$s) d%4$s GROUP BY object, who";

    private final Connection connection;
    private final String inSchema;
    private final SortedMap<String, String> found = new TreeMap<>();

    /** Reads one schema; null for all. */
    PostgresPrivileges(Connection connection, @Nullable String schema) {
        this.connection = connection;
        this.inSchema = " IN (SELECT oid FROM pg_namespace WHERE "
                + (schema == null
                        ? "nspname !~ '^pg_' AND nspname <> 'information_schema'"
                        : "nspname = '" + schema.replace("'", "''") + "'")
                + ")";
    }

    SortedMap<String, String> read() throws SQLException {
        EmptySearchPath.during(connection, this::readAll);
        return found;
    }

    private void readAll() throws SQLException {
        String tables = "c.relnamespace" + inSchema + notOfExtension("c", "pg_class") + " AND c.oid NOT IN "
                + PostgresDefinitions.OTHERS_TABLES;
        add(
                "SELECT 'privileges on table ' || c.oid::regclass AS object, c.relowner AS owner, c.relacl AS acl, acldefault('r',"
                        + " c.relowner) AS usual FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND "
                        + tables);
        add("SELECT 'privileges on sequence ' || c.oid::regclass AS object, c.relowner AS owner, c.relacl AS acl,"
                + " acldefault('s', c.relowner) AS usual FROM pg_class c WHERE c.relkind = 'S' AND " + tables);
        add(
                "SELECT 'privileges on column ' || c.oid::regclass || '.' || quote_ident(a.attname) AS object, c.relowner AS owner,"
                        + " a.attacl AS acl, acldefault('c', c.relowner) AS usual FROM pg_class c JOIN pg_attribute a ON a.attrelid ="
                        + " c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE " + tables);
        add("SELECT 'privileges on function ' || p.oid::regprocedure AS object, p.proowner AS owner, p.proacl AS acl,"
                + " acldefault('f', p.proowner) AS usual FROM pg_proc p WHERE p.pronamespace" + inSchema
                + notOfExtension("p", "pg_proc"));
        add(
                "SELECT 'privileges on type ' || t.oid::regtype AS object, t.typowner AS owner, t.typacl AS acl, acldefault('T',"
                        + " t.typowner) AS usual FROM pg_type t WHERE t.typnamespace" + inSchema
                        + notOfExtension("t", "pg_type"));
        add("SELECT 'privileges on schema ' || quote_ident(n.nspname) AS object, n.nspowner AS owner, n.nspacl AS acl,"
                + " acldefault('n', n.nspowner) AS usual FROM pg_namespace n WHERE n.nspname <> 'public' AND n.oid"
                + inSchema);
        add(
                "SELECT 'privileges on schema public' AS object, n.nspowner AS owner, n.nspacl AS acl, acldefault('n',"
                        + " n.nspowner) AS usual FROM pg_namespace n WHERE n.nspname = 'public' AND n.oid" + inSchema,
                " WHERE who NOT IN ('the owner', 'PUBLIC', 'pg_database_owner')");
    }

    private static String notOfExtension(String alias, String catalog) {
        return PostgresDefinitions.NOT_OF_EXTENSION.formatted(alias, catalog);
    }

    private void add(String objects) throws SQLException {
        add(objects, "");
    }

    /** What others than named roles may do in the schema public depends on the version that the database was made with. */
    private void add(String objects, String condition) throws SQLException {
        String sql = "WITH o AS (" + objects + "), listed AS (" + LISTED.formatted("o.acl") + "), usual AS ("
                + LISTED.formatted("CASE WHEN o.acl IS NULL THEN NULL ELSE o.usual END")
                + ") SELECT object, string_agg(line, E'\\n' ORDER BY line) FROM ("
                + ONE_SIDE.formatted("granted to", "listed", "usual", condition) + " UNION ALL "
                + ONE_SIDE.formatted("revoked from", "usual", "listed", condition) + ") l GROUP BY object";
        for (List<String> row : Rows.all(connection, 2, sql)) {
            found.put(row.get(0), row.get(1));
        }
    }
}

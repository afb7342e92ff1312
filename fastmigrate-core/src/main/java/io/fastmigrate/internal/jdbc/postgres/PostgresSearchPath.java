package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.SessionState.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where unqualified names of a script go. */
final class PostgresSearchPath {

    /** Of the search path at hand. */
    private static final String BEHIND = "SELECT string_agg(', ' || quote_ident(s.name), '' ORDER BY s.place)"
            + " FROM unnest(current_schemas(false)) WITH ORDINALITY AS s(name, place)"
            + " JOIN pg_namespace n ON n.nspname = s.name WHERE s.name <> ?"
            + " AND (NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = '_meta'"
            + " AND c.relkind IN ('r', 'p')) OR EXISTS (SELECT 1 FROM pg_extension e WHERE e.extnamespace = n.oid))";

    private PostgresSearchPath() {}

    /**
     * Puts a schema first. What else is on the path, such as the schema of extensions, stays behind it; but not a schema that
     * is managed itself: a statement that does not find its table must not take the one of another tenant.
     *
     * @return what makes the path of before again
     */
    static Undo enter(Connection connection, String schema) throws SQLException {
        List<String> before = Rows.all(
                        connection, 2, "SELECT setting, source = 'session' FROM pg_settings WHERE name = 'search_path'")
                .get(0);
        Rows.text(
                connection,
                "SELECT set_config('search_path', quote_ident(?) || coalesce((" + BEHIND + "), ''), false)",
                schema,
                schema);
        return "t".equals(before.get(1))
                ? later -> Rows.text(later, "SELECT set_config('search_path', ?, false)", before.get(0))
                : later -> Rows.run(later, "RESET search_path");
    }

    /** PostgreSQL passes over a schema that is not there, or that the user may not use, and takes the next one. */
    static void requireFirst(Connection connection, String schema) throws SQLException {
        String now = Rows.text(connection, "SELECT current_schema()").orElse("none");
        if (!now.equals(schema)) {
            throw new SQLException(
                    "unqualified names would go to the schema " + now + " instead of " + schema
                            + ", on which this user has no USAGE privilege",
                    "42501");
        }
    }
}

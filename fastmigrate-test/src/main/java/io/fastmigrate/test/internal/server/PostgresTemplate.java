package io.fastmigrate.test.internal.server;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A migrated database to copy.
 *
 * @param strategy how a server that knows several ways copies it
 * @param settings statements that give a copy what the server does not copy, with {@link #COPY} for its name
 */
record PostgresTemplate(String name, String strategy, List<String> settings) {

    static final String COPY = "{copy}";

    /** From some such size on, copying files between two checkpoints is faster than writing each page into the log. */
    private static final long LARGE = 64L << 20;

    private static final String SETTINGS = "SELECT 'ALTER ' || CASE WHEN s.setrole = 0 THEN 'DATABASE' ELSE 'ROLE ' ||"
            + " quote_ident(pg_get_userbyid(s.setrole)) || ' IN DATABASE' END || ' " + COPY
            + " SET ' || split_part(c, '=', 1)"
            + " || ' TO ' || CASE WHEN split_part(c, '=', 1) IN ('search_path', 'DateStyle', 'local_preload_libraries',"
            + " 'session_preload_libraries', 'temp_tablespaces', 'unix_socket_directories') THEN substr(c, strpos(c, '=') + 1)"
            + " ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END FROM pg_catalog.pg_db_role_setting s JOIN"
            + " pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) c WHERE d.datname = ?";

    private static final String GRANTS =
            "SELECT 'REVOKE ALL ON DATABASE " + COPY + " FROM PUBLIC' FROM pg_catalog.pg_database"
                    + " WHERE datname = ? AND datacl IS NOT NULL UNION ALL SELECT 'GRANT ' || a.privilege_type || ' ON DATABASE "
                    + COPY
                    + " TO ' || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END || CASE WHEN"
                    + " a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END FROM pg_catalog.pg_database, aclexplode(datacl) a"
                    + " WHERE datname = ? AND a.grantee <> datdba";

    static PostgresTemplate of(String name, PostgresServer server) throws SQLException {
        boolean large =
                Long.parseLong(server.texts("SELECT pg_database_size(?)", name).get(0)) > LARGE;
        boolean syncs = !server.texts("SHOW fsync").contains("off");
        List<String> settings = new ArrayList<>(server.texts(SETTINGS, name));
        settings.addAll(server.texts(GRANTS, name, name));
        return new PostgresTemplate(name, syncs && !large ? "wal_log" : "file_copy", List.copyOf(settings));
    }
}

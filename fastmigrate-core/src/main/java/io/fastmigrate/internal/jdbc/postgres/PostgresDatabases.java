package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The databases of a PostgreSQL server. */
public final class PostgresDatabases implements ServerDatabases {

    /** Others are connected to the template, or this user does not own it. */
    private static final List<String> NO_TEMPLATE = List.of("55006", "42501");

    private static final int DROPS_BY_FORCE = 13;
    private static final int KNOWS_PROVIDERS = 15;
    private static final int NAMES_LOCALES = 17;

    private final int version;
    private final boolean pooled;

    /**
     * Makes them for one server.
     *
     * @param version major
     * @param pooled whether a pooler in between may give each transaction another session, so that a lock proves nothing
     */
    PostgresDatabases(int version, boolean pooled) {
        this.version = version;
        this.pooled = pooled;
    }

    @Override
    public List<String> named(Connection connection, String pattern) throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT datname FROM pg_catalog.pg_database WHERE datname ~ ? AND pg_catalog.pg_has_role(datdba,"
                                + " 'USAGE')",
                        "^" + pattern + "$")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Override
    public ServerLock lock(String database) {
        return pooled ? ServerLock.NONE : new AdvisoryLock("database " + database);
    }

    @Override
    public boolean isInUse(Connection connection, String database) throws SQLException {
        return pooled || new AdvisoryLock("database " + database).isHeldInAnyDatabase(connection);
    }

    @Override
    public void create(Connection connection, String database) throws SQLException {
        create(connection, database, "template0" + settings(connection));
    }

    /** Returns what a database is made with, apart from what it holds. */
    private String settings(Connection connection) throws SQLException {
        String locale = version < NAMES_LOCALES ? "daticulocale" : "datlocale";
        String builtIn = version < NAMES_LOCALES
                ? ""
                : " WHEN 'b' THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ' || quote_literal(datlocale)";
        String provider = version < KNOWS_PROVIDERS
                ? ""
                : " || CASE datlocprovider WHEN 'i' THEN ' LOCALE_PROVIDER icu ICU_LOCALE ' || quote_literal(" + locale
                        + ")" + builtIn + " ELSE ' LOCALE_PROVIDER libc' END";
        return Rows.text(
                        connection,
                        "SELECT ' ENCODING ' || quote_literal(pg_encoding_to_char(encoding)) || ' LC_COLLATE ' ||"
                                + " quote_literal(datcollate) || ' LC_CTYPE ' || quote_literal(datctype)" + provider
                                + " FROM pg_catalog.pg_database WHERE datname = current_database()")
                .orElse("");
    }

    /** No one enters it before those are kept out who may not enter it. */
    private static void create(Connection connection, String database, String template) throws SQLException {
        Rows.run(connection, "CREATE DATABASE " + database + " TEMPLATE " + template + " ALLOW_CONNECTIONS false");
        Rows.run(connection, "REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
        Rows.run(connection, "ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS true");
    }

    /**
     * Makes one as a copy of the connection's own database, by the server's own means.
     *
     * @return false if the server refuses that, since others are connected or this user does not own the database
     */
    public static boolean copy(Connection connection, String database) throws SQLException {
        Optional<String> others = Rows.text(
                connection,
                "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend' LIMIT 1");
        if (others.isPresent()) {
            return false;
        }
        String own =
                Rows.text(connection, "SELECT quote_ident(current_database())").orElseThrow();
        try {
            create(connection, database, own);
            return true;
        } catch (SQLException e) {
            if (NO_TEMPLATE.contains(String.valueOf(e.getSQLState()))) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void drop(Connection connection, String database) throws SQLException {
        if (version < DROPS_BY_FORCE) {
            Rows.all(
                    connection,
                    1,
                    "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = ?",
                    database);
        }
        Rows.run(connection, "DROP DATABASE IF EXISTS " + database + (version < DROPS_BY_FORCE ? "" : " WITH (FORCE)"));
    }
}

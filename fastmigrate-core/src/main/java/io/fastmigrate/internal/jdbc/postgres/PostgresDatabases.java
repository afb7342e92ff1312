package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.ProvingDatabases;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import io.fastmigrate.internal.jdbc.postgres.schema.PostgresProofs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The databases of a PostgreSQL server. */
public final class PostgresDatabases implements ProvingDatabases {

    /** Others are connected to the template, or this user does not own it. */
    private static final List<String> NO_TEMPLATE = List.of("55006", "42501");

    private static final long A_MOMENT_NANOS = 1_000_000_000L;
    private static final long PAUSE_MILLIS = 50;

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
        if (isEntered(connection)) {
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

    /** A connection that was closed just before is there for a moment still. */
    private static boolean isEntered(Connection connection) throws SQLException {
        long began = System.nanoTime();
        while (Rows.text(
                        connection,
                        "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = current_database() AND pid <>"
                                + " pg_backend_pid() AND backend_type = 'client backend' LIMIT 1")
                .isPresent()) {
            if (System.nanoTime() - began > A_MOMENT_NANOS) {
                return true;
            }
            JdbcSource.pause(PAUSE_MILLIS, "the database");
        }
        return false;
    }

    /** Gives a copy the settings that the connection's own database has, for all users and for this one. */
    public static void copySettings(Connection connection, String database) throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                3,
                "SELECT s.setrole <> 0, split_part(c, '=', 1), substr(c, strpos(c, '=') + 1) FROM"
                        + " pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase AND d.datname ="
                        + " current_database(), unnest(s.setconfig) c WHERE s.setrole IN (0, current_user::regrole)")) {
            String who = "t".equals(row.get(0)) ? "ROLE CURRENT_USER IN DATABASE " : "DATABASE ";
            Rows.run(connection, "BEGIN");
            try {
                Rows.text(connection, "SELECT set_config(?, ?, true)", row.get(1), row.get(2));
                Rows.run(connection, "ALTER " + who + database + " SET " + row.get(1) + " FROM CURRENT");
            } catch (SQLException e) {
                if (!"42501".equals(e.getSQLState())) {
                    throw e;
                }
            } finally {
                Rows.run(connection, "COMMIT");
            }
        }
    }

    /** Tells whether this user may make objects that belong to all who own some in the connection's own database. */
    public static boolean canGiveToOwners(Connection connection) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM (SELECT relowner AS o FROM pg_catalog.pg_class WHERE oid >= 16384 UNION SELECT proowner FROM"
                                + " pg_catalog.pg_proc WHERE oid >= 16384 UNION SELECT typowner FROM pg_catalog.pg_type WHERE"
                                + " oid >= 16384 UNION SELECT nspowner FROM pg_catalog.pg_namespace WHERE oid >= 16384) x"
                                + " WHERE NOT pg_has_role(x.o, 'MEMBER') LIMIT 1")
                .isEmpty();
    }

    @Override
    public SchemaProofs proofs() {
        return new PostgresProofs(this);
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

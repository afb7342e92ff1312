package io.fastmigrate.test.internal.server;

import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/**
 * Templates on a PostgreSQL that stay for the next JVM. The comment of each database says of which scripts it is made, whatever
 * these contain, and when it was used last. Old ones are dropped: never one in use, and nothing without such a comment.
 */
final class KeptTemplates {

    static final String PREFIX = "fastmigrate_template_";

    /** Of the name; more than databases have that the core makes for a while. */
    static final int DIGITS = 24;

    private static final int LOCK_DIGITS = 16;
    private static final int SCRIPTS_DIGITS = 16;

    private static final String NOTE = "fastmigrate-test: scripts ";
    private static final String NOW = "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";

    /** How many of the same scripts are kept, for those who change between branches. */
    private static final int KEPT_OF_SCRIPTS = 3;

    private static final String OLD =
            "SELECT datname FROM (SELECT datname, substr(note, position('used' in note) + 5) AS used,"
                    + " row_number() OVER (PARTITION BY substr(note, 1, position('used' in note)) ORDER BY note DESC) AS place FROM"
                    + " (SELECT datname, shobj_description(oid, 'pg_database') AS note FROM pg_catalog.pg_database WHERE datname ~ '^"
                    + PREFIX + "[0-9a-f]{" + DIGITS + "}$' AND pg_has_role(datdba, 'USAGE')) t WHERE note ~ '^" + NOTE
                    + "[0-9a-f]{"
                    + SCRIPTS_DIGITS + "}, used [-0-9:. ]+$') u WHERE (place > " + KEPT_OF_SCRIPTS
                    + " OR used < to_char(clock_timestamp()"
                    + " AT TIME ZONE 'UTC' - interval '14 days', 'YYYY-MM-DD')) AND NOT "
                    + PostgresServer.isLocked("datname", PREFIX);

    private final PostgresServer server;

    KeptTemplates(PostgresServer server) {
        this.server = server;
    }

    static long lock(String template) {
        return HexFormat.fromHexDigitsToLong(template, PREFIX.length(), PREFIX.length() + LOCK_DIGITS);
    }

    boolean exists(String name) throws SQLException {
        return !server.texts("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?", name)
                .isEmpty();
    }

    void recordUse(String name, ScriptsUnderTest scripts) throws SQLException {
        String place = ScriptsUnderTest.digest(
                String.join("\n", scripts.locations()),
                System.getProperty("user.dir", ""),
                server.url().settings());
        server.run("COMMENT ON DATABASE " + name + " IS '" + NOTE + place.substring(0, SCRIPTS_DIGITS) + ", used "
                + server.texts("SELECT " + NOW).get(0) + "'");
    }

    /**
     * Drops old ones. A process that takes the lock of one just now either finds it gone, and makes it again, or is seen here,
     * which then gives it back.
     */
    void dropOld() throws SQLException {
        for (String old : server.texts(OLD)) {
            String taken = server.take(old);
            if (isLocked(old) && !exists(old)) {
                server.keepAs(old, taken);
            } else {
                server.dropSoon(taken);
            }
        }
    }

    private boolean isLocked(String name) throws SQLException {
        List<String> locked =
                server.texts("SELECT " + PostgresServer.isLocked("n", PREFIX) + " FROM (SELECT ?::text AS n) t", name);
        return locked.contains("t");
    }
}

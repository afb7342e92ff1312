package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.Origin;
import io.fastmigrate.internal.pool.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session of PostgreSQL: user, role, and the settings that were made in it. What {@code DISCARD ALL} takes away goes, but
 * for the lock that keeps other processes out.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-discard.html">What DISCARD ALL does</a>
 */
final class PostgresSessionState implements SessionState {

    private static final String ROLE = "role";
    private static final String USER = "session_authorization";

    private static final String ISOLATION = "transaction_isolation";
    private static final String DEFERRABLE = "transaction_deferrable";

    /** What is not put back as a setting. */
    private static final Set<String> APART = Set.of(ROLE, USER, ISOLATION, DEFERRABLE);

    private static final String SETTINGS =
            "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction%'"
                    + " AND context IN ('user', 'superuser') OR name IN ('" + ISOLATION + "', '" + DEFERRABLE + "')"
                    + " UNION ALL SELECT 'role', current_setting('role')"
                    + " UNION ALL SELECT 'session_authorization', session_user::text";

    private final Map<String, String> settings;
    private final AdvisoryLock lock;
    private final boolean ours;

    private PostgresSessionState(Map<String, String> settings, AdvisoryLock lock, boolean ours) {
        this.settings = settings;
        this.lock = lock;
        this.ours = ours;
    }

    /**
     * Looks at a session.
     *
     * @param origin a session of ours has nothing but what the server and our URL gave it
     */
    static PostgresSessionState of(Connection connection, AdvisoryLock lock, Origin origin) throws SQLException {
        return new PostgresSessionState(settings(connection), lock, origin == Origin.OURS);
    }

    private static Map<String, String> settings(Connection connection) throws SQLException {
        return Rows.map(connection, SETTINGS);
    }

    /**
     * A transaction begins with what the session has as default isolation, which a script may have set; what is set after its first
     * query does not count. A session of somebody else has to be looked at first.
     */
    @Override
    public Optional<Restoring> restoring() {
        String isolation = settings.get(ISOLATION);
        if (!ours || isolation == null) {
            return Optional.empty();
        }
        String deferrable = "on".equals(settings.get(DEFERRABLE)) ? "DEFERRABLE" : "NOT DEFERRABLE";
        return Optional.of(new Restoring(
                "SET TRANSACTION ISOLATION LEVEL " + isolation + ", " + deferrable, statements(Map.of())));
    }

    /** One message, and one more where the settings of somebody else have to be told from those of the script. */
    @Override
    public boolean restore(Connection connection) throws SQLException {
        Rows.script(connection, statements(ours ? Map.of() : settings(connection)));
        return true;
    }

    /**
     * Returns the statements that do so.
     *
     * @param now the settings that the session has; not needed for one of ours, in which all are reset
     */
    private String statements(Map<String, String> now) {
        List<String> all = new ArrayList<>(List.of(
                "CLOSE ALL",
                "SET SESSION AUTHORIZATION DEFAULT",
                "RESET ROLE",
                "UNLISTEN *",
                "DEALLOCATE ALL",
                "DISCARD TEMP",
                "DISCARD SEQUENCES",
                lock.releaseOthers()));
        if (ours) {
            all.add("RESET ALL");
        }
        now.keySet().stream()
                .filter(name -> !settings.containsKey(name))
                .forEach(name -> all.add("RESET " + quoted(name)));
        settings.forEach((name, value) -> {
            if (!APART.contains(name) && (ours || !value.equals(now.get(name)))) {
                all.add("SELECT set_config(" + text(name) + ", " + text(value) + ", false)");
            }
        });
        all.addAll(become(false));
        return String.join("; ", all);
    }

    /** The role follows the user, whose change resets it. */
    private List<String> become(boolean local) {
        String user = text(settings.getOrDefault(USER, ""));
        String role = text(settings.getOrDefault(ROLE, "none"));
        return List.of(
                "SELECT set_config('session_authorization', " + user + ", " + local + ") WHERE session_user <> " + user,
                "SELECT set_config('role', " + role + ", " + local + ") WHERE current_setting('role') <> " + role);
    }

    /** Only for the transaction at hand, at whose end the script's role comes back by itself. */
    @Override
    public Undo writeAsOwner(Connection connection) throws SQLException {
        List<String> script = Rows.all(
                        connection,
                        4,
                        "SELECT current_setting('role'), session_user, current_setting('statement_timeout'),"
                                + " current_setting('row_security')")
                .get(0);
        String role = script.get(0);
        String user = script.get(1);
        boolean same = user.equals(settings.get(USER)) && role.equals(settings.get(ROLE));
        StringBuilder sql = new StringBuilder();
        StringBuilder back = new StringBuilder();
        if (!same) {
            sql.append("SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE;")
                    .append(String.join("; ", become(true)))
                    .append(';');
            back.append("SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE;"
                    + " SELECT set_config('session_authorization', " + text(user) + ", true) WHERE session_user <> "
                    + text(user) + "; SELECT set_config('role', " + text(role) + ", true) WHERE current_setting('role')"
                    + " <> " + text(role) + ";");
        }
        for (int i = 2; i < script.size(); i++) {
            String name = i == 2 ? "statement_timeout" : "row_security";
            String plain = i == 2 ? "0" : "on";
            if (!script.get(i).equals(plain)) {
                sql.append(" SET LOCAL " + name + " = " + plain + ";");
                back.append(" SET LOCAL " + name + " = " + text(script.get(i)) + ";");
            }
        }
        if (sql.length() == 0) {
            return Undo.NOTHING;
        }
        Rows.script(connection, sql.toString());
        return later -> Rows.script(later, back.toString());
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** In dollar quotes no setting changes what a backslash means. */
    private static String text(String value) {
        String tag = "$fm$";
        return value.contains(tag) ? "'" + value.replace("'", "''") + "'" : tag + value + tag;
    }
}

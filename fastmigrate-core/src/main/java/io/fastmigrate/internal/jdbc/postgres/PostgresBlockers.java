package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Which sessions keep a statement waiting. They are asked for after its wait is over, on the same connection, since a pool may
 * have no other one: so by their locks, and not by {@code pg_blocking_pids}, which only tells while the wait lasts.
 */
final class PostgresBlockers {

    private static final int FIRST_OF_USERS = 16_384;

    /** A user without {@code pg_monitor} sees of other users' sessions neither the state nor the age nor the query. */
    private static final String SESSIONS =
            "SELECT 'server process ' || a.pid || ' (user ' || a.usename || coalesce(', application ' ||"
                    + " nullif(a.application_name, ''), '') || coalesce(', ' || a.state, '') || coalesce(', transaction open for '"
                    + " || extract(epoch FROM clock_timestamp() - a.xact_start)::int || ' s', '') || ')', CASE WHEN a.state"
                    + " IS NULL THEN '' ELSE coalesce(a.query, '') END FROM pg_catalog.pg_stat_activity a WHERE a.datname ="
                    + " current_database() AND a.pid <> pg_backend_pid() AND EXISTS (SELECT 1 FROM pg_catalog.pg_locks l"
                    + " WHERE l.pid = a.pid AND l.granted AND l.relation >= " + FIRST_OF_USERS;

    private static final String OLDEST_FIRST = ") ORDER BY a.xact_start NULLS LAST, a.pid LIMIT " + Blockers.MOST;

    private static final String NAMED =
            " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND l.mode <>"
                    + " ALL (string_to_array(?, ',')) AND EXISTS (SELECT 1 FROM pg_catalog.pg_class c LEFT JOIN"
                    + " pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid"
                    + " WHERE c.oid = l.relation AND (lower(c.relname) = ANY (string_to_array(?, E'\\n')) OR"
                    + " lower(t.relname) = ANY (string_to_array(?, E'\\n'))))";

    private PostgresBlockers() {}

    /** Returns those with a lock on what the statement names; where there is none, all that have any in a transaction. */
    static Blockers of(Connection connection, String statement) throws SQLException {
        String names = String.join("\n", Blockers.names(statement));
        List<Blockers.Session> named =
                sessions(Rows.all(connection, 2, SESSIONS + NAMED + OLDEST_FIRST, harmless(statement), names, names));
        return named.isEmpty()
                ? new Blockers(sessions(Rows.all(connection, 2, SESSIONS + OLDEST_FIRST)), false)
                : new Blockers(named, true);
    }

    private static List<Blockers.Session> sessions(List<List<String>> rows) {
        return rows.stream()
                .map(row -> new Blockers.Session(row.get(0), row.get(1)))
                .toList();
    }

    /** Returns the modes that cannot keep the statement waiting. */
    private static String harmless(String statement) {
        String head = statement.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (head.matches("(?s)CREATE (UNIQUE )?INDEX .*|CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER .*")) {
            return "AccessShareLock,RowShareLock";
        }
        return head.matches("(?s)(INSERT|UPDATE|DELETE|MERGE|COPY|SELECT|WITH) .*") ? "AccessShareLock" : "";
    }
}

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
    private static final String ALL =
            "SELECT s.who, s.query FROM (SELECT 'server process ' || pid || ' (' || concat_ws(', ', 'user ' || usename,"
                    + " 'application ' || nullif(application_name, ''), CASE WHEN usename IS NULL THEN backend_type END, state,"
                    + " 'transaction open for ' || extract(epoch FROM clock_timestamp() - xact_start)::int || ' s') || ')' AS who,"
                    + " CASE WHEN state IS NULL THEN '' ELSE coalesce(query, '') END AS query, xact_start AS began, pid,"
                    + " NULL::xid AS transaction FROM pg_catalog.pg_stat_activity WHERE datname = current_database() AND pid <>"
                    + " pg_backend_pid() UNION ALL SELECT 'prepared transaction ' || quote_literal(gid) || ' (user ' || owner || ',"
                    + " prepared ' || extract(epoch FROM clock_timestamp() - prepared)::int || ' s ago; ROLLBACK PREPARED or COMMIT"
                    + " PREPARED ends it)', '', prepared, 0, transaction FROM pg_catalog.pg_prepared_xacts WHERE database"
                    + " = current_database()) s";

    private static final String SESSIONS =
            ALL + " WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_locks l WHERE (l.pid = s.pid OR"
                    + " l.virtualtransaction IN (SELECT x.virtualtransaction FROM pg_catalog.pg_locks x WHERE x.pid IS NULL AND"
                    + " x.locktype = 'transactionid' AND x.transactionid = s.transaction)) AND l.granted AND (l.relation >= "
                    + FIRST_OF_USERS;

    private static final String OLDEST_FIRST = ")) ORDER BY s.began NULLS LAST, s.pid LIMIT " + Blockers.MOST;

    /** While the wait lasts, on another connection; also for a snapshot that has to end, as for an index that is built concurrently. */
    static final String WAITED_FOR = ALL
            + " WHERE s.pid = ANY (pg_catalog.pg_blocking_pids(?::int)) ORDER BY s.began NULLS LAST, s.pid LIMIT "
            + Blockers.MOST;

    /** They may be of a session, without a transaction; ours is among none of these, since it is this connection's. */
    private static final String ADVISORY = " OR l.locktype = 'advisory'";

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
        if (!named.isEmpty()) {
            return new Blockers(named, Blockers.Kind.CERTAIN);
        }
        String more = statement.toLowerCase(Locale.ROOT).contains("advisory") ? ADVISORY : "";
        return new Blockers(sessions(Rows.all(connection, 2, SESSIONS + more + OLDEST_FIRST)), Blockers.Kind.OPEN);
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

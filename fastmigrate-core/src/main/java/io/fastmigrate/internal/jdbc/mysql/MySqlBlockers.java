package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Which sessions keep a statement waiting: those whose metadata locks the performance schema shows, which MySQL has on and
 * MariaDB off unless it is told otherwise; where it shows none, those that have a transaction open in the database; where no one has, those that are connected, since locks of
 * whole tables and of the server need no transaction.
 */
final class MySqlBlockers {

    private static final String WHO =
            "SELECT DISTINCT CONCAT('connection ', p.id, ' (user ', p.user, %s', ', LOWER(p.command),"
                    + " IF(t.trx_started IS NULL, '', CONCAT(', transaction open for ', TIMESTAMPDIFF(SECOND, t.trx_started, NOW()),"
                    + " ' s')), ')'), COALESCE(%s), %s FROM ";

    private static final String OPEN =
            "information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id WHERE p.id"
                    + " <> CONNECTION_ID() AND p.db = DATABASE() ORDER BY t.trx_started LIMIT " + Blockers.MOST;

    /** Their locks outlive their session, and even the server. */
    private static final String PREPARED =
            "SELECT CONCAT('a prepared transaction without a session (open for ', TIMESTAMPDIFF(SECOND, trx_started, NOW()), ' s; XA"
                    + " RECOVER names it, and XA COMMIT or XA ROLLBACK ends it)'), '' FROM information_schema.innodb_trx WHERE"
                    + " trx_mysql_thread_id = 0 ORDER BY trx_started LIMIT " + Blockers.MOST;

    /** A backup may be in no database. */
    private static final String CONNECTED =
            "SELECT CONCAT('connection ', id, ' (user ', user, ', ', LOWER(command), ' for ', time, ' s)'), COALESCE(info, '') FROM"
                    + " information_schema.processlist WHERE id <> CONNECTION_ID() AND command NOT IN ('Daemon', 'Binlog Dump',"
                    + " 'Slave_SQL', 'Slave_IO') AND user NOT IN ('system user', 'event_scheduler') AND (db = DATABASE() OR db IS"
                    + " NULL) AND COALESCE(state, '') NOT LIKE 'Waiting for%lock' ORDER BY time DESC LIMIT "
                    + Blockers.MOST;

    private static final String LOCKS =
            "performance_schema.metadata_locks m JOIN performance_schema.threads h ON h.thread_id = m.owner_thread_id JOIN"
                    + " information_schema.processlist p ON p.id = h.processlist_id LEFT JOIN information_schema.innodb_trx t ON"
                    + " t.trx_mysql_thread_id = p.id LEFT JOIN performance_schema.session_connect_attrs a ON a.processlist_id ="
                    + " p.id AND a.attr_name = 'program_name' LEFT JOIN performance_schema.events_statements_current s ON"
                    + " s.thread_id = h.thread_id WHERE m.object_type = 'TABLE' AND m.object_schema = DATABASE() AND"
                    + " m.lock_status = 'GRANTED' AND p.id <> CONNECTION_ID()";

    private static final int NO_PRIVILEGE = 1227;

    private static final Blockers.Session UNSEEN = new Blockers.Session("another user's session", "");

    private MySqlBlockers() {}

    /** Returns those with a lock on what the statement names; where none is seen, all that have a transaction open. */
    static Blockers of(Connection connection, String statement) throws SQLException {
        List<Blockers.Session> named = named(connection, Blockers.names(statement));
        if (!named.isEmpty()) {
            return new Blockers(named, Blockers.Kind.CERTAIN);
        }
        try {
            List<Blockers.Session> open =
                    sessions(connection, WHO.formatted("", "p.info, t.trx_query, ''", "''") + OPEN);
            List<Blockers.Session> all = open.isEmpty() ? sessions(connection, PREPARED) : open;
            return all.isEmpty()
                    ? new Blockers(sessions(connection, CONNECTED), Blockers.Kind.IDLE)
                    : new Blockers(all, Blockers.Kind.OPEN);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_PRIVILEGE) {
                throw e;
            }
            List<Blockers.Session> own = sessions(connection, CONNECTED);
            return new Blockers(own.isEmpty() ? List.of(UNSEEN) : own, Blockers.Kind.HIDDEN);
        }
    }

    private static List<Blockers.Session> sessions(Connection connection, String sql) throws SQLException {
        return Rows.all(connection, 2, sql).stream()
                .map(row -> new Blockers.Session(row.get(0), row.get(1)))
                .toList();
    }

    /** Not every server has these tables, and not every user may read them. */
    private static List<Blockers.Session> named(Connection connection, Set<String> names) {
        String application = "IF(a.attr_value IS NULL, '', CONCAT('application ', a.attr_value, ', ')), ";
        String sql = WHO.formatted("', ', " + application, "p.info, s.sql_text, ''", "LOWER(m.object_name)") + LOCKS;
        try {
            return Rows.all(connection, 3, sql).stream()
                    .filter(row -> names.contains(row.get(2)))
                    .map(row -> new Blockers.Session(row.get(0), row.get(1)))
                    .distinct()
                    .limit(Blockers.MOST)
                    .toList();
        } catch (SQLException e) {
            return List.of();
        }
    }
}

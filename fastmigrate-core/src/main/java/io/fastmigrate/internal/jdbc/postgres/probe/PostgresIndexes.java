package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Indexes whose building or dropping stopped half-way: they are of no use, cost every write, and keep their names. */
final class PostgresIndexes {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private PostgresIndexes() {}

    /**
     * Lets a statement wait for locks as long as it has to, unless the script itself set another limit: what is built
     * concurrently blocks no one while it waits, and is left invalid when it gives up.
     */
    static void waitForLocks(Connection connection) throws SQLException {
        Rows.text(
                connection,
                "SELECT set_config('lock_timeout', '0', false) FROM pg_settings WHERE name = 'lock_timeout' AND setting <> '0'"
                        + " AND source <> 'session'");
    }

    /**
     * Drops the invalid indexes that a condition finds; waits while another session builds one of them.
     *
     * @param condition on {@code c}, the index in {@code pg_class}, and {@code i}, the same in {@code pg_index}
     */
    static void dropInvalid(Connection connection, String condition, Object... parameters) throws SQLException {
        List<List<String>> invalid = Rows.all(
                connection,
                3,
                "SELECT c.oid, format('%I.%I', n.nspname, c.relname), EXISTS (SELECT 1 FROM pg_stat_progress_create_index p"
                        + " WHERE p.index_relid = c.oid AND p.pid <> pg_backend_pid()) FROM pg_index i"
                        + " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'i' AND NOT (i.indisvalid AND i.indisready AND i.indislive) AND "
                        + condition
                        + " ORDER BY 1",
                parameters);
        for (List<String> index : invalid) {
            if ("t".equals(index.get(2))) {
                throw new SQLException(
                        "Another session builds the index " + index.get(1) + " at the moment.", LOCK_NOT_AVAILABLE);
            }
            waitForLocks(connection);
            Rows.run(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + index.get(1));
        }
    }
}

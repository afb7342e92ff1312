package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's advisory lock of a session. It is tried again and again, never waited for: a statement that waits holds a
 * snapshot, and {@code CREATE INDEX CONCURRENTLY} waits for all of these to end.
 */
final class AdvisoryLock implements ServerLock {

    private static final String HOLDERS = "FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = ?";

    private final long key;

    AdvisoryLock(String schema) {
        this.key = key(schema);
    }

    private static long key(String schema) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("fastmigrate:" + schema).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public boolean take(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT pg_try_advisory_lock(?)", key)
                .filter("t"::equals)
                .isPresent();
    }

    @Override
    public Optional<String> holder(Connection connection) throws SQLException {
        List<List<String>> rows = Rows.all(
                connection,
                4,
                "SELECT a.pid, a.usename, coalesce(host(a.client_addr), 'local'), a.application_name"
                        + " FROM pg_stat_activity a WHERE a.pid IN (SELECT l.pid " + HOLDERS + ")",
                key);
        return rows.stream()
                .findFirst()
                .map(row -> "server process " + row.get(0) + " (" + row.get(1) + " from " + row.get(2)
                        + (row.get(3) == null || row.get(3).isEmpty() ? "" : ", " + row.get(3)) + ")");
    }

    @Override
    public boolean isHeld(Connection connection) throws SQLException {
        return Rows.text(connection, "SELECT 1 " + HOLDERS + " AND l.pid = pg_backend_pid()", key)
                .isPresent();
    }

    /** Tells whether any connection to the server holds it, in whichever database. */
    boolean isHeldInAnyDatabase(Connection connection) throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND"
                                + " ((classid::bigint << 32) | objid::bigint) = ? LIMIT 1",
                        key)
                .isPresent();
    }

    /** Returns a statement that releases all that this connection holds of such locks but for this one. */
    String releaseOthers() {
        String high = "(classid::bigint - CASE WHEN classid::bigint > 2147483647 THEN 4294967296 ELSE 0 END)::integer";
        String low = high.replace("classid", "objid");
        String whole = "((classid::bigint << 32) | objid::bigint)";
        return "SELECT CASE WHEN objsubid = 1 AND mode = 'ExclusiveLock' THEN pg_advisory_unlock(" + whole + ")"
                + " WHEN objsubid = 1 THEN pg_advisory_unlock_shared(" + whole + ")"
                + " WHEN mode = 'ExclusiveLock' THEN pg_advisory_unlock(" + high + ", " + low + ")"
                + " ELSE pg_advisory_unlock_shared(" + high + ", " + low + ") END"
                + " FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
                + " AND NOT (objsubid = 1 AND " + whole + " = " + key + ")";
    }

    @Override
    public void release(Connection connection) throws SQLException {
        Rows.text(connection, "SELECT pg_advisory_unlock(?)", key);
    }
}

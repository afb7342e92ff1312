package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether an application's connection is in a transaction that has something to lose: rows, definitions or locks. */
final class OpenTransaction {

    private static final String IN_FAILED_TRANSACTION = "25P02";

    private OpenTransaction() {}

    /**
     * Asks the server. A transaction that has read a table holds a lock on it; one that was merely begun, or in which a pool
     * only tried whether the server answers, holds none but that on its own number.
     */
    static boolean isOn(Connection connection) throws SQLException {
        if (PostgresDriver.saysIdle(connection)) {
            return false;
        }
        try {
            return Rows.text(
                            connection,
                            "SELECT 1 FROM pg_catalog.pg_lock_status() WHERE pid = pg_catalog.pg_backend_pid() AND"
                                    + " locktype <> 'virtualxid' LIMIT 1")
                    .isPresent();
        } catch (SQLException e) {
            if (IN_FAILED_TRANSACTION.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }
}

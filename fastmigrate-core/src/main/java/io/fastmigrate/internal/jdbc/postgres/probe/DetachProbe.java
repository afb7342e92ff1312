package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * {@code ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY}: one that stopped half-way leaves a partition that waits to be
 * detached, and no second try succeeds; {@code FINALIZE} brings it to its end.
 */
record DetachProbe(Connection connection, String table, String partition) implements StatementProbe {

    static DetachProbe of(Connection connection, PostgresNames names) {
        names.accept("ALTER", "TABLE");
        names.accept("IF", "EXISTS");
        names.accept("ONLY");
        String table = names.name();
        names.accept("DETACH", "PARTITION");
        return new DetachProbe(connection, table, names.name());
    }

    @Override
    public String snapshot() throws SQLException {
        return pending().map(is -> "attached").orElse("");
    }

    /** Returns whether the partition waits to be detached; empty where it is none of the table's. */
    private Optional<Boolean> pending() throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT inhdetachpending FROM pg_inherits WHERE inhparent = to_regclass(?) AND inhrelid ="
                                + " to_regclass(?)",
                        table,
                        partition)
                .map("t"::equals);
    }

    @Override
    public Outcome outcome(String before) throws SQLException {
        Optional<Boolean> pending = pending();
        if (pending.isEmpty() && before.isEmpty()) {
            return Outcome.TRY;
        }
        if (pending.isEmpty()) {
            boolean bothThere = Rows.text(
                            connection,
                            "SELECT 1 WHERE to_regclass(?) IS NOT NULL AND to_regclass(?) IS NOT NULL",
                            table,
                            partition)
                    .isPresent();
            return bothThere ? Outcome.DONE : Outcome.NOT_DONE;
        }
        return afterFailure() ? Outcome.DONE : Outcome.NOT_DONE;
    }

    /** It is none of the table's partitions: no longer, or it never was. */
    @Override
    public boolean mayHaveBeenDone(SQLException e) {
        return "42P01".equals(e.getSQLState());
    }

    @Override
    public void beforeTry() throws SQLException {
        PostgresIndexes.waitForLocks(connection);
    }

    @Override
    public boolean afterFailure() throws SQLException {
        if (!pending().orElse(false)) {
            return false;
        }
        PostgresIndexes.waitForLocks(connection);
        Rows.run(connection, "ALTER TABLE " + table + " DETACH PARTITION " + partition + " FINALIZE");
        return true;
    }
}

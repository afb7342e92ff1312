package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * {@code REINDEX ... CONCURRENTLY}: it can be run again at any time. One that failed, or was killed, leaves a second, invalid
 * index, which has {@code _ccnew} or {@code _ccold} at the end of its name.
 *
 * @param tables a condition on {@code i}, the index in {@code pg_index}, with {@code name} as its parameter
 */
record ReindexProbe(Connection connection, String tables, String name) implements StatementProbe {

    static ReindexProbe of(Connection connection, PostgresNames names) {
        names.accept("REINDEX");
        names.parentheses();
        String tables = "? IS NOT NULL";
        if (names.accept("INDEX")) {
            tables = "i.indrelid IN (SELECT x.indrelid FROM pg_index x WHERE x.indexrelid = to_regclass(?))";
        } else if (names.accept("TABLE")) {
            tables =
                    "to_regclass(?) IN (i.indrelid, (SELECT t.oid FROM pg_class t WHERE t.reltoastrelid = i.indrelid))";
        } else if (names.accept("SCHEMA")) {
            tables = "c.relnamespace = to_regnamespace(?)";
        } else {
            names.accept("DATABASE");
        }
        names.accept("CONCURRENTLY");
        return new ReindexProbe(connection, tables, names.name());
    }

    @Override
    public String snapshot() {
        return "";
    }

    @Override
    public Outcome outcome(String before) {
        return Outcome.NOT_DONE;
    }

    @Override
    public void beforeTry() throws SQLException {
        clearAway();
        PostgresIndexes.waitForLocks(connection);
    }

    @Override
    public boolean afterFailure() throws SQLException {
        clearAway();
        return false;
    }

    private void clearAway() throws SQLException {
        PostgresIndexes.dropInvalid(connection, "c.relname ~ '_cc(new|old)[0-9]*$' AND " + tables, name);
    }
}

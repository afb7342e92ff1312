package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code CREATE INDEX CONCURRENTLY}: it is done when its index is valid. One that failed, or was killed, leaves an invalid
 * index, which {@code IF NOT EXISTS} takes for the one that is wanted.
 */
final class ConcurrentIndexProbe implements StatementProbe {

    private static final String DEFINITION =
            "replace(pg_get_indexdef(c.oid), ' ' || quote_ident(c.relname) || ' ON ', ' ON ')";

    private final Connection connection;
    private final String index;
    private final String table;
    private final boolean ifNotExists;
    private final IndexShape shape;

    private Set<String> invalidBefore = Set.of();

    private ConcurrentIndexProbe(
            Connection connection, String index, boolean ifNotExists, String table, IndexShape shape) {
        this.connection = connection;
        this.index = index;
        this.ifNotExists = ifNotExists;
        this.table = table;
        this.shape = shape;
    }

    /** Reads the statement from its beginning. */
    static ConcurrentIndexProbe of(Connection connection, PostgresNames names) {
        names.accept("CREATE");
        boolean unique = names.accept("UNIQUE");
        names.accept("INDEX", "CONCURRENTLY");
        boolean ifNotExists = names.accept("IF", "NOT", "EXISTS");
        String index = "";
        if (!names.accept("ON")) {
            index = names.name();
            names.accept("ON");
        }
        names.accept("ONLY");
        String table = names.name();
        return new ConcurrentIndexProbe(
                connection, PostgresNames.last(index), ifNotExists, table, IndexShape.read(unique, names));
    }

    private boolean isNamed() {
        return !index.isEmpty();
    }

    private String valid() throws SQLException {
        return Rows.print(
                connection,
                "SELECT c.oid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = to_regclass(?)"
                        + " AND i.indisvalid ORDER BY 1",
                table);
    }

    @Override
    public String snapshot() throws SQLException {
        return StatementProbe.digest(valid());
    }

    /** Returns whether the named index is valid; empty where the table has none of that name. */
    private Optional<Boolean> named() throws SQLException {
        return Rows.text(
                        connection,
                        "SELECT i.indisvalid AND i.indisready FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                                + " WHERE i.indrelid = to_regclass(?) AND c.relname = ?",
                        table,
                        index)
                .map("t"::equals);
    }

    @Override
    public Outcome outcome(String before) throws SQLException {
        if (!isNamed()) {
            return before.isEmpty() ? Outcome.UNKNOWN : changed(before) ? Outcome.DONE : Outcome.NOT_DONE;
        }
        boolean valid = named().orElse(false);
        if (!valid || !(ifNotExists || before.isEmpty() || changed(before))) {
            return Outcome.NOT_DONE;
        }
        return ifNotExists || shape.isOf(connection, table, index) ? Outcome.DONE : Outcome.UNKNOWN;
    }

    private boolean changed(String before) throws SQLException {
        return !snapshot().equals(before);
    }

    @Override
    public void beforeTry() throws SQLException {
        if (isNamed()) {
            PostgresIndexes.dropInvalid(connection, "i.indrelid = to_regclass(?) AND c.relname = ?", table, index);
        } else {
            invalidBefore = invalid();
        }
        PostgresIndexes.waitForLocks(connection);
    }

    private Set<String> invalid() throws SQLException {
        Set<String> all = new HashSet<>();
        for (List<String> row : Rows.all(
                connection,
                1,
                "SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = to_regclass(?) AND NOT i.indisvalid",
                table)) {
            all.add(row.get(0));
        }
        return all;
    }

    @Override
    public boolean afterFailure() throws SQLException {
        if (isNamed()) {
            PostgresIndexes.dropInvalid(connection, "i.indrelid = to_regclass(?) AND c.relname = ?", table, index);
            return false;
        }
        for (String oid : invalid()) {
            if (!invalidBefore.contains(oid)) {
                PostgresIndexes.dropInvalid(connection, "c.oid = ?::oid", oid);
            }
        }
        return false;
    }

    /** One without a name was given another one than that of an earlier try, which may still be there. */
    @Override
    public void afterSuccess() throws SQLException {
        if (isNamed()) {
            if (!named().orElse(true)) {
                throw new SQLException("The index " + index + " of " + table + " is invalid.", "55000");
            }
            return;
        }
        PostgresIndexes.dropInvalid(
                connection,
                "i.indrelid = to_regclass(?) AND EXISTS (SELECT 1 FROM pg_index ti JOIN pg_class tc ON tc.oid ="
                        + " ti.indexrelid WHERE ti.indrelid = i.indrelid AND ti.indisvalid AND " + DEFINITION + " = "
                        + DEFINITION.replace("c.", "tc.") + ")",
                table);
    }

    @Override
    public String howToTell() {
        return "Check whether its index exists and is valid (\\d " + table.replace("\"", "") + " in psql).";
    }
}

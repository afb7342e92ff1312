package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    static ConcurrentIndexProbe of(Connection connection, String text) {
        PostgresNames names = PostgresNames.all(text);
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
                connection, PostgresNames.last(index), ifNotExists, table, new IndexShape(unique, names.behind(text)));
    }

    private boolean isNamed() {
        return !index.isEmpty();
    }

    private List<String> valid() throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = to_regclass(?) AND i.indisvalid ORDER BY 1",
                        table)
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Override
    public String snapshot() throws SQLException {
        return digest(valid());
    }

    private static String digest(List<String> valid) {
        return StatementProbe.digest(valid.stream().map(oid -> oid + "\n").collect(Collectors.joining()));
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
        if (!before.isEmpty() && snapshot().equals(before)) {
            return Outcome.NOT_DONE;
        }
        if (isNamed() && (ifNotExists || !named().orElse(false))) {
            return Outcome.NOT_DONE;
        }
        Map<String, String> same;
        try {
            same = shape.of(connection, table);
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            return Outcome.UNKNOWN; // such as for who may make no temporary tables
        }
        if (isNamed()) {
            return same.containsKey(index) ? Outcome.DONE : Outcome.UNKNOWN;
        }
        return withoutName(before, same.values());
    }

    /** One of this shape was made, and nothing else, if without it all is as before. */
    private Outcome withoutName(String before, Collection<String> same) throws SQLException {
        if (before.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        List<String> valid = valid();
        boolean made = same.stream()
                .anyMatch(oid -> digest(valid.stream()
                                .filter(other -> !other.equals(oid))
                                .toList())
                        .equals(before));
        return made ? Outcome.DONE : same.isEmpty() ? Outcome.NOT_DONE : Outcome.UNKNOWN;
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

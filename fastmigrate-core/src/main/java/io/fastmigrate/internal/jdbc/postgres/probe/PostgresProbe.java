package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.connection.StatementProbe.Outcome;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Finds the probe for a statement that PostgreSQL does not run in a transaction. */
public final class PostgresProbe {

    private static final Pattern AGAIN = Pattern.compile(
            "(VACUUM|CLUSTER|DISCARD|ALTER SYSTEM|REINDEX|CHECKPOINT|ANALYZE|SET|RESET)( .*)?"
                    + "|ALTER DATABASE .* SET TABLESPACE .*"
                    + "|ALTER SUBSCRIPTION (?!.*\\b((ADD|DROP) PUBLICATION|RENAME)\\b).*",
            Pattern.DOTALL);

    private PostgresProbe() {}

    public static StatementProbe of(Connection connection, DialectStatement statement) {
        PostgresNames names = new PostgresNames(statement.head());
        boolean unique = names.accept("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY");
        if (unique || names.accept("CREATE", "INDEX", "CONCURRENTLY")) {
            return ConcurrentIndexProbe.of(connection, statement.text());
        }
        if (names.accept("DROP", "INDEX", "CONCURRENTLY")) {
            names.accept("IF", "EXISTS");
            return new DroppedIndexProbe(connection, names.name());
        }
        if (statement.head().matches("(?s)REINDEX .*\\bCONCURRENTLY\\b.*")) {
            return ReindexProbe.of(connection, names);
        }
        if (statement.head().matches("(?s)ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY.*")) {
            return DetachProbe.of(connection, names);
        }
        if (AGAIN.matcher(statement.head()).matches()) {
            return StatementProbe.none(Outcome.NOT_DONE);
        }
        return ClusterObjectProbe.of(connection, statement.text()).orElse(StatementProbe.none(Outcome.UNKNOWN));
    }

    /** An index is known by its number: another one of the same name may stand further on in the search path. */
    private record DroppedIndexProbe(Connection connection, String index) implements StatementProbe {

        @Override
        public String snapshot() throws SQLException {
            return Rows.text(connection, "SELECT to_regclass(?)::oid", index).orElse("");
        }

        @Override
        public Outcome outcome(String before) throws SQLException {
            boolean isThere = before.isEmpty()
                    ? !snapshot().isEmpty()
                    : Rows.text(connection, "SELECT 1 FROM pg_class WHERE oid = ?::oid", before)
                            .isPresent();
            return isThere ? Outcome.NOT_DONE : Outcome.DONE;
        }

        @Override
        public void beforeTry() throws SQLException {
            PostgresIndexes.waitForLocks(connection);
        }
    }
}

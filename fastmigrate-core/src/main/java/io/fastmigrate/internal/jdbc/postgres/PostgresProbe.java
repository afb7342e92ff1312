package io.fastmigrate.internal.jdbc.postgres;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementProbe;
import io.fastmigrate.internal.jdbc.connection.StatementProbe.Outcome;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the probe for a statement that PostgreSQL does not run in a transaction. */
final class PostgresProbe {

    private static final Pattern AGAIN = Pattern.compile(
            "(VACUUM|CLUSTER|DISCARD|ALTER SYSTEM|ALTER SUBSCRIPTION|REINDEX|CHECKPOINT|ANALYZE|SET|RESET)( .*)?"
                    + "|ALTER DATABASE .* SET TABLESPACE .*",
            Pattern.DOTALL);
    private static final Pattern DEFINITION = Pattern.compile("(CREATE|DROP|ALTER) .*", Pattern.DOTALL);

    /** Duplicate or undefined table, object, column, function, schema, database. */
    private static final Set<String> THERE_OR_GONE = Set.of(
            "42P07", "42710", "42701", "42723", "42P06", "42P04", "42P01", "42704", "42703", "42883", "3F000", "3D000");

    private PostgresProbe() {}

    static StatementProbe of(Connection connection, DialectStatement statement) {
        PostgresNames names = new PostgresNames(statement.head());
        boolean unique = names.accept("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY");
        if (unique || names.accept("CREATE", "INDEX", "CONCURRENTLY")) {
            return ConcurrentIndexProbe.of(connection, PostgresNames.all(statement.text()));
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
        return DEFINITION.matcher(statement.head()).matches()
                ? new NamedObjectsProbe(connection, statement)
                : StatementProbe.none(Outcome.UNKNOWN);
    }

    /** A database, tablespace, subscription, or a value of a type: there or not. */
    private record NamedObjectsProbe(Connection connection, DialectStatement statement) implements StatementProbe {

        @Override
        public String snapshot() throws SQLException {
            String text = statement.text();
            String named = " WHERE strpos(lower(?), lower(%s)) > 0 ORDER BY 1";
            return StatementProbe.digest(rows("SELECT oid, datname FROM pg_database" + named.formatted("datname"), text)
                    + rows("SELECT oid, spcname FROM pg_tablespace" + named.formatted("spcname"), text)
                    + rows("SELECT oid, subname, subenabled FROM pg_subscription" + named.formatted("subname"), text)
                    + rows(
                            "SELECT e.oid, e.enumlabel, t.typname FROM pg_enum e JOIN pg_type t ON t.oid ="
                                    + " e.enumtypid" + named.formatted("t.typname"),
                            text)
                    + rows("SELECT c.oid, c.relname, c.relkind FROM pg_class c" + named.formatted("c.relname"), text));
        }

        private String rows(String sql, String text) throws SQLException {
            return Rows.print(connection, sql, text) + "\n";
        }

        @Override
        public Outcome outcome(String before) throws SQLException {
            if (before.isEmpty()) {
                return Outcome.TRY;
            }
            return snapshot().equals(before) ? Outcome.NOT_DONE : Outcome.DONE;
        }

        @Override
        public boolean mayHaveBeenDone(SQLException e) {
            return THERE_OR_GONE.contains(String.valueOf(e.getSQLState()));
        }
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

package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements on our own tables that are sent as one message, in the transaction at hand, with what the answers have to be. On PostgreSQL
 * they run under whatever role and settings a script has chosen: if the answers are right, that did no harm. Used once.
 *
 * <p>Measured on PostgreSQL: see "Round trips" in docs/performance.md.
 */
final class CombinedStatements {

    private static final String SAVEPOINT = "fastmigrate_combined";

    private final Db db;
    private final List<String> statements = new ArrayList<>();
    private final List<Optional<String>> expected = new ArrayList<>();

    CombinedStatements(Db db) {
        this.db = db;
        statements.add("SAVEPOINT " + SAVEPOINT);
    }

    /** Adds a statement that returns no rows. */
    void run(String sql) {
        statements.add(sql);
    }

    /** Adds a query of one value. */
    void expect(String query, String value) {
        statements.add(query);
        expected.add(Optional.of(value));
    }

    /**
     * Sends them.
     *
     * @return false if they were not sent, or one failed, in which case none has left a trace, or if an answer is another one
     * @throws SQLException if there is nothing that doing it again could tell
     */
    boolean areAsExpected(Object... parameters) throws SQLException {
        statements.add("RELEASE SAVEPOINT " + SAVEPOINT);
        Optional<String> message = db.message(statements);
        if (message.isEmpty()) {
            return false;
        }
        try {
            return Rows.answers(db.jdbc(), message.get(), parameters).stream()
                    .map(Rows::text)
                    .toList()
                    .equals(expected);
        } catch (SQLException e) {
            if (db.dialect().statementJoin().isRefused(e)) {
                return false;
            }
            if (db.dialect().category(e) != ErrorCategory.OTHER
                    && db.dialect().category(e) != ErrorCategory.NO_RIGHTS) {
                throw e;
            }
            takeBack(e);
            return false;
        }
    }

    /** Where that fails too, the connection is broken, and what was first is what counts. */
    private void takeBack(SQLException failure) throws SQLException {
        try {
            Rows.run(db.jdbc(), "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
            Rows.run(db.jdbc(), "RELEASE SAVEPOINT " + SAVEPOINT);
        } catch (SQLException gone) {
            failure.addSuppressed(gone);
            throw failure;
        }
    }
}

package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.StatementJoin;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements on our own tables that MariaDB gets as one block. In a session that a script has changed they run only if that
 * makes no difference to them. Used once.
 *
 * <p>Measured on MariaDB: see "Round trips" in docs/performance.md.
 */
public final class ControlBlock {

    private final Db db;
    private final List<String> statements = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    public ControlBlock(Db db) {
        this.db = db;
    }

    /** Adds the beginning of a transaction. */
    public ControlBlock begin() {
        return add(StatementJoin.BEGIN);
    }

    /** Adds a statement. */
    public ControlBlock add(String sql, Object... values) {
        statements.add(sql);
        parameters.addAll(List.of(values));
        return this;
    }

    /**
     * Runs them; none runs after one that failed.
     *
     * @return the answers of those that are questions; empty if nothing was done, so that it has to be done one by one
     */
    public Optional<List<List<List<String>>>> run() throws SQLException {
        Optional<String> condition = db.ownerCondition();
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(statements);
        all.add("SELECT 'done'");
        StatementJoin join = db.dialect().statementJoin();
        try {
            List<List<List<String>>> answers =
                    Rows.answers(db.jdbc(), join.onlyIf(condition.get(), all), parameters.toArray());
            return answers.isEmpty() ? Optional.empty() : Optional.of(answers);
        } catch (SQLException e) {
            if (join.isRefused(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

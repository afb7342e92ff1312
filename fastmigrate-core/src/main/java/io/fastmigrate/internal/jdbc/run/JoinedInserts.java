package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.session.PlainInsert;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * INSERTs of a script that are sent to MariaDB as one with several rows, in the transaction at hand. If that fails, InnoDB has
 * rolled it back as a whole, and they run one by one, so that an error, its position and what came before it are the same. The last one
 * runs alone: what the next statement asks of the one before it, such as ROW_COUNT() and its warnings, is the same too.
 *
 * <p>Only rows of values, into tables in which it makes no difference: see {@link
 * io.fastmigrate.internal.jdbc.connection.Dialect#joinsRows}.
 *
 * <p>Measured with 20,000 single INSERTs on MariaDB: see docs/performance.md.
 */
final class JoinedInserts {

    private static final int MOST_STATEMENTS = 250;

    /** In characters: twice as many, of three bytes each, are less than the server must take for rows to be joined. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    /** So many INSERTs into a table run alone before the server is asked about it. */
    private static final int ALONE = 4;

    private final Db db;
    private final JdbcErrors errors;
    private final List<DialectStatement> statements = new ArrayList<>();
    private final StringBuilder joined = new StringBuilder();

    /** How long the text is without the last statement. */
    private int withoutLast;

    private String beginning = "";

    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Boolean> joining = new HashMap<>();

    JoinedInserts(Db db, JdbcErrors errors) {
        this.db = db;
        this.errors = errors;
    }

    boolean isFull() {
        return statements.size() >= MOST_STATEMENTS || joined.length() >= MOST_CHARACTERS;
    }

    /** Forgets what was taken. */
    void clear() {
        statements.clear();
        joined.setLength(0);
        beginning = "";
    }

    /**
     * Takes a statement to run it with those before it.
     *
     * @return whether it has; otherwise those have to run first
     */
    boolean take(DialectStatement statement) {
        if (db.dialect().rules().dialect() != SqlDialect.MYSQL) {
            return false;
        }
        Optional<PlainInsert> insert = PlainInsert.of(statement);
        if (insert.isEmpty()) {
            counts.clear(); // it may be a definition, after which a table is another one
            joining.clear();
            return false;
        }
        String table = insert.get().table();
        if (statement.text().length() > MOST_CHARACTERS
                || counts.merge(table, 1, Integer::sum) <= ALONE
                || !joining.computeIfAbsent(table, this::joins)
                || !(statements.isEmpty() || beginning.equals(insert.get().beginning()))) {
            return false;
        }
        withoutLast = joined.length();
        joined.append(statements.isEmpty() ? insert.get().beginning() + " " : "\n, ")
                .append(insert.get().rows());
        beginning = insert.get().beginning();
        statements.add(statement);
        return true;
    }

    /** What cannot be told, such as of a table that is not there, the statement says when it runs alone. */
    private boolean joins(String table) {
        try {
            return db.dialect().joinsRows(db.jdbc(), table);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Runs what was taken.
     *
     * @param single runs one where that is not done at once
     * @param done is told how many of the statements have run, each time that is known
     */
    void run(StatementBatch.Single single, IntConsumer done) throws IOException {
        if (statements.isEmpty()) {
            return;
        }
        List<DialectStatement> all = List.copyOf(statements);
        String text = joined.substring(0, withoutLast);
        clear();
        StepFailedException.requireNotInterrupted();
        int together = all.size() - 1;
        boolean joined = together > 1 && ranAtOnce(all.subList(0, together), text);
        if (joined) {
            done.accept(together);
        }
        for (int i = joined ? together : 0; i < all.size(); i++) {
            StepFailedException.requireNotInterrupted();
            single.run(all.get(i));
            done.accept(i + 1);
        }
    }

    private boolean ranAtOnce(List<DialectStatement> all, String text) {
        db.touch();
        try {
            db.scripts().execute(text);
            return true;
        } catch (SQLException e) {
            ErrorCategory category = errors.category(e);
            if (category == ErrorCategory.OTHER || category == ErrorCategory.NO_RIGHTS) {
                return false;
            }
            throw errors.failure(all.get(0), all.get(all.size() - 1), e);
        }
    }
}

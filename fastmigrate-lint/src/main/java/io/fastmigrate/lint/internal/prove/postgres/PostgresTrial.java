package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.Plan;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.prove.Query;
import io.fastmigrate.lint.internal.prove.server.Rows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script statement by statement, in a transaction where the runner does, and notes what each does to the tables that were there
 * before. A statement that is committed alone gets a transaction, too, in which its locks can be read; one that refuses that waits for
 * another session in the meantime.
 */
public final class PostgresTrial {

    private static final Set<String> BEGINS = Set.of("BEGIN", "START");

    private static final Set<String> ENDS = Set.of("COMMIT", "END", "ROLLBACK", "ABORT");

    /** What changes names. */
    private static final Set<String> RENAMES = Set.of("ALTER", "DROP", "DO", "CALL", "SELECT");

    /** Not in a transaction; a transaction cannot be ended here. */
    private static final Set<String> REFUSES_TRANSACTION = Set.of("25001", "2D000");

    /** In characters. Longer statements are data. */
    private static final int LONGEST = 100_000;

    private final Connection connection;
    private final SchemaInspection inside;
    private final LiveTables tables;
    private final boolean atomic;
    private final List<RanStatement> ran = new ArrayList<>();
    private List<TableUse> held = List.of();
    private LiveTables.Counts counts;
    private boolean open;
    private PostgresRun.@Nullable Failure failure;

    private PostgresTrial(Connection connection, SchemaInspection inside, boolean atomic) throws SQLException {
        this.connection = connection;
        this.inside = inside;
        this.atomic = atomic;
        this.tables = LiveTables.read(connection);
        this.counts = tables.count(connection);
    }

    /**
     * Runs a script.
     *
     * @param connection to the database, in no transaction
     * @param inside opens others
     * @param rows those that there are
     */
    public static PostgresRun run(Connection connection, SchemaInspection inside, ScriptReader reader, Rows rows)
            throws SQLException, IOException {
        boolean atomic = reader.plan().execution() == Plan.Execution.ATOMIC;
        return new PostgresTrial(connection, inside, atomic).run(reader, rows);
    }

    private PostgresRun run(ScriptReader reader, Rows rows) throws SQLException, IOException {
        Map<String, List<String>> before = tables.rows(connection);
        connection.setAutoCommit(!atomic);
        counts = tables.count(connection);
        for (Statement next = reader.next(); next != null && failure == null; next = reader.next()) {
            if (!next.tokens().isEmpty()) {
                run(next);
            }
        }
        if (atomic) {
            end();
        } else if (open) {
            Query.execute(connection, "ROLLBACK");
        }
        connection.setAutoCommit(true);
        return new PostgresRun(rows, ran, Optional.ofNullable(failure), before, tables.rows(connection), this::refusal);
    }

    private void end() throws SQLException {
        try {
            if (failure == null) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            failure = new PostgresRun.Failure(ran.size(), text(e));
        }
    }

    private void run(Statement statement) throws SQLException {
        String verb = statement.verb();
        boolean within = atomic || open;
        Map<String, String> names = RENAMES.contains(verb) ? LostNames.read(connection) : Map.of();
        try {
            if (BEGINS.contains(verb) || ENDS.contains(verb)) {
                control(statement);
            } else if (!isOfData(statement)) {
                List<TableUse> uses = within ? measured(statement) : alone(statement);
                Map<String, String> lost =
                        names.isEmpty() ? Map.of() : LostNames.between(names, LostNames.read(connection));
                ran.add(new RanStatement(statement.position(), words(statement), held, uses, lost));
                held = within ? LiveTables.together(held, uses) : List.of();
                return;
            }
            ran.add(new RanStatement(statement.position(), List.of(), List.of(), List.of(), Map.of()));
        } catch (SQLException e) {
            failure = new PostgresRun.Failure(ran.size(), text(e));
            ran.add(new RanStatement(statement.position(), words(statement), held, List.of(), Map.of()));
        }
    }

    /** Rows of COPY FROM STDIN are no SQL. */
    private static boolean isOfData(Statement statement) {
        return statement.verb().equals("COPY") && statement.has("STDIN");
    }

    private void control(Statement statement) throws SQLException {
        Query.execute(connection, statement.text());
        boolean toSavepoint = statement.verb().equals("ROLLBACK") && statement.has("TO");
        if (!toSavepoint) {
            open = BEGINS.contains(statement.verb());
            held = List.of();
            counts = tables.count(connection);
        }
    }

    private List<TableUse> measured(Statement statement) throws SQLException {
        Query.execute(connection, statement.text());
        LiveTables.Counts before = counts;
        counts = tables.count(connection);
        return tables.between(before, counts);
    }

    private List<TableUse> alone(Statement statement) throws SQLException {
        Query.execute(connection, "BEGIN");
        counts = tables.count(connection);
        try {
            List<TableUse> uses = measured(statement);
            Query.execute(connection, "COMMIT");
            return uses;
        } catch (SQLException e) {
            Query.execute(connection, "ROLLBACK");
            if (!REFUSES_TRANSACTION.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
        }
        LiveTables.Counts before = counts.ofFiles();
        List<TableUse> waiting = new WaitingStatement(connection, inside, tables).run(statement.text());
        return LiveTables.together(
                waiting, tables.between(before, tables.count(connection).ofFiles()));
    }

    private static List<String> words(Statement statement) {
        return statement.text().length() > LONGEST
                ? List.of()
                : statement.tokens().stream().map(Token::unquoted).toList();
    }

    private Optional<String> refusal(String query) {
        try {
            Query.execute(connection, query);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(text(e));
        }
    }

    static String text(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^[A-Z]+: ", "") + " [SQLState " + e.getSQLState() + "]";
    }
}

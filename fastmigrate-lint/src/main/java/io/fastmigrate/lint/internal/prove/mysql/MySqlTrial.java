package io.fastmigrate.lint.internal.prove.mysql;

import io.fastmigrate.Plan;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.mysql.AlterAction;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.TrialTable;
import io.fastmigrate.lint.internal.prove.Query;
import io.fastmigrate.lint.internal.prove.server.Rows;
import io.fastmigrate.lint.internal.prove.server.ScriptRun;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs a script statement by statement, and asks before each change of a table how the server would make it on a copy with its rows. */
public final class MySqlTrial {

    private final Connection connection;
    private final List<RanStatement> ran = new ArrayList<>();
    private Optional<String> failure = Optional.empty();

    private MySqlTrial(Connection connection) {
        this.connection = connection;
    }

    /**
     * Runs a script.
     *
     * @param connection to the database, in no transaction
     * @param rows those that there are
     */
    public static ScriptRun run(Connection connection, SchemaInspection inside, ScriptReader reader, Rows rows)
            throws SQLException, IOException {
        return new MySqlTrial(connection).run(reader, rows);
    }

    private ScriptRun run(ScriptReader reader, Rows rows) throws SQLException, IOException {
        MySqlState before = MySqlState.read(connection);
        connection.setAutoCommit(reader.plan().execution() != Plan.Execution.ATOMIC);
        for (Statement next = reader.next(); next != null && failure.isEmpty(); next = reader.next()) {
            if (!next.tokens().isEmpty()) {
                run(next);
            }
        }
        if (!connection.getAutoCommit() && failure.isEmpty()) {
            connection.commit();
        }
        Query.execute(connection, "ROLLBACK");
        connection.setAutoCommit(true);
        return new MySqlRun(rows, ran, failure, before, MySqlState.read(connection));
    }

    private void run(Statement statement) {
        Optional<AlterTable> alter = AlterTable.of(statement);
        String written = alter.stream()
                .flatMap(known -> known.clauses().stream())
                .map(AlterAction::text)
                .collect(Collectors.joining(", "));
        ran.add(new RanStatement(
                statement.position(),
                alter.map(known -> known.table().text()).or(() -> created(statement)),
                alter.filter(known -> known.table().schema() == null).flatMap(this::way),
                written));
        try {
            Query.execute(connection, statement.text());
        } catch (SQLException e) {
            failure = Optional.of(text(e));
        }
    }

    private static Optional<String> created(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE") || !cursor.skipTo("TABLE")) {
            return Optional.empty();
        }
        cursor.accept("IF", "NOT", "EXISTS");
        return cursor.name().map(Cursor.Name::text);
    }

    private Optional<String> way(AlterTable alter) {
        String actions = alter.triable();
        return actions.isEmpty()
                ? Optional.empty()
                : new TrialTable(connection).leastWay(alter.table().text(), actions);
    }

    private static String text(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^\\(conn[=:]\\d+\\) ", "").replaceAll("`?fastmigrate_proof_\\w+`?\\.", "")
                + " [SQLState " + e.getSQLState() + ", code " + e.getErrorCode() + "]";
    }
}

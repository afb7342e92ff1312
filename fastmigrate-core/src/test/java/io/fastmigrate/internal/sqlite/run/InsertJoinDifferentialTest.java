package io.fastmigrate.internal.sqlite.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.UnitOfWork;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sqlite.InsertScripts;
import io.fastmigrate.internal.sqlite.OneConnection;
import io.fastmigrate.internal.sqlite.SqliteBackend;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

/**
 * Runs generated scripts as the engine does, with INSERTs joined, and statement by statement through {@code
 * sqlite3_exec}: the same rows with the same types and row ids, the same statement that fails with the same message.
 * {@code -Djoin.cases=100000} asks for more cases, {@code -Djoin.seed=N} for others.
 */
class InsertJoinDifferentialTest {

    private static final int CASES = Integer.getInteger("join.cases", 2_000);
    private static final long SEED = Long.getLong("join.seed", 1);

    /** The engine fails such a script, SQLite does not: what it takes away was on the connection before. */
    private static final String OF_THE_APPLICATION = "which the application has on its connection";

    /** How a script ended: the statement that failed, counted from 1, and why; 0 and nothing if none did. */
    private record Outcome(int failed, String message, List<String> content) {}

    @Test
    void doesWhatStatementByStatementDoes() throws Exception {
        int succeeded = 0;
        int failed = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            InsertScripts.Case made = InsertScripts.of(seed);
            Outcome expected = singly(made);
            Outcome actual = joined(made);
            if (actual.message().contains(OF_THE_APPLICATION)) {
                continue;
            }
            assertThat(actual.failed())
                    .as("failing statement, seed %d: %s, not %s", seed, actual.message(), expected.message())
                    .isEqualTo(expected.failed());
            assertThat(actual.message()).as("seed %d", seed).startsWith(expected.message());
            assertThat(firstDifference(actual.content(), expected.content()))
                    .as("content, seed %d", seed)
                    .isEmpty();
            if (expected.failed() == 0) {
                succeeded++;
            } else {
                failed++;
            }
        }
        System.out.println("joined INSERTs: " + succeeded + " scripts ran, " + failed + " failed, all alike");
        assertThat(succeeded).isGreaterThan(CASES / 4);
        assertThat(failed).isGreaterThan(CASES / 10);
    }

    private static String firstDifference(List<String> actual, List<String> expected) {
        for (int i = 0; i < Math.max(actual.size(), expected.size()); i++) {
            String is = i < actual.size() ? actual.get(i) : "nothing";
            String should = i < expected.size() ? expected.get(i) : "nothing";
            if (!is.equals(should)) {
                return "line " + i + " is [" + is + "] but should be [" + should + "]";
            }
        }
        return "";
    }

    private static Connection memory(InsertScripts.Case made) throws SQLException {
        Connection connection = new SQLiteDataSource().getConnection();
        MetaTable.create(connection);
        for (String statement : made.before()) {
            Sql.run(connection, statement);
        }
        return connection;
    }

    private static Outcome singly(InsertScripts.Case made) throws SQLException {
        try (Connection connection = memory(made)) {
            List<String> script = new ArrayList<>(made.script());
            boolean enforced = script.get(0).startsWith("PRAGMA foreign_keys");
            Sql.run(connection, "PRAGMA foreign_keys = " + (enforced ? "ON" : "OFF"));
            Sql.run(connection, "BEGIN");
            for (int i = 0; i < script.size(); i++) {
                try {
                    Sql.run(connection, script.get(i));
                } catch (SQLException e) {
                    rollBack(connection);
                    return new Outcome(i + 1, SqliteErrors.message(e), content(connection));
                }
            }
            if (!Sql.string(connection, "PRAGMA foreign_key_check").isEmpty()) {
                rollBack(connection);
                return new Outcome(-1, "the script leaves", content(connection));
            }
            try {
                Sql.run(connection, "COMMIT");
            } catch (SQLException e) {
                rollBack(connection);
                return new Outcome(-1, SqliteErrors.message(e), content(connection));
            }
            return new Outcome(0, "", content(connection));
        }
    }

    private static void rollBack(Connection connection) throws SQLException {
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("no transaction");
        }
    }

    private static Outcome joined(InsertScripts.Case made) throws SQLException {
        byte[] text = String.join("\n", made.script()).getBytes(StandardCharsets.UTF_8);
        Script script = Bridge.values()
                .scriptOfResource(
                        new Version(1),
                        "0001-x.sql",
                        Script.Kind.SQL,
                        "0001-x.sql",
                        () -> new ByteArrayInputStream(text));
        try (Connection connection = memory(made)) {
            try {
                migrate(SqliteBackend.ifSqlite(new OneConnection(connection)).orElseThrow(), script);
            } catch (StepFailedException e) {
                return new Outcome(
                        e.position().map(Script.Position::line).orElse(-1),
                        String.valueOf(e.getMessage()),
                        content(connection));
            }
            return new Outcome(0, "", content(connection));
        }
    }

    private static <S extends Step> void migrate(Backend<S> backend, Script script) {
        try (Session<S> session = backend.open(new Waiting(Duration.ZERO, (waited, holder) -> {}))) {
            new UnitOfWork<>(session, (step, from) -> new Context(), "test", false)
                    .apply(List.of(backend.plan(script)), Version.ZERO, entry -> {});
        }
    }

    private static List<String> content(Connection connection) throws SQLException {
        List<String> content = new ArrayList<>();
        for (String table : List.of("t", "log", "parent", "kept", "sqlite_sequence")) {
            String text = Sql.string(
                    connection, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = '" + table + "'");
            content.add(table + ": " + text);
            if (!text.isEmpty()) {
                rows(
                        connection,
                        "SELECT " + (text.contains("WITHOUT ROWID") ? "" : "rowid, ") + "* FROM main." + table,
                        content);
            }
        }
        rows(
                connection,
                "SELECT type, name, sql FROM main.sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\'",
                content);
        return content;
    }

    private static void rows(Connection connection, String sql, List<String> into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    row.append(value == null ? "-" : value.getClass().getSimpleName())
                            .append(' ')
                            .append(
                                    value instanceof byte[] bytes
                                            ? java.util.HexFormat.of().formatHex(bytes)
                                            : value)
                            .append(" | ");
                }
                into.add(row.toString());
            }
        }
    }

    private static final class Context implements StepContext {
        @Override
        public boolean joinsInserts() {
            return true;
        }
    }
}

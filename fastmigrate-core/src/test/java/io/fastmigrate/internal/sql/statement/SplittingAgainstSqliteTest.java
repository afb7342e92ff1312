package io.fastmigrate.internal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.GoldenFolders;
import io.fastmigrate.internal.sql.NastyScripts;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our statements one by one against the whole script, run by SQLite's own {@code sqlite3_exec}. */
class SplittingAgainstSqliteTest {

    private static final int GENERATED = Integer.getInteger("fastmigrate.generated", 2_000);

    private static final String REFUSED = "refused";

    private static final String TABLES = NastyScripts.TABLES.stream()
            .map(t -> "CREATE TABLE " + t + " (" + t + ", extra);")
            .collect(Collectors.joining());

    /** What a script left behind. */
    private record Outcome(List<String> database, String error) {

        boolean agreesWith(Outcome other) {
            return database.equals(other.database)
                    && (error.equals(REFUSED) ? isSyntaxError(other.error) : error.equals(other.error));
        }

        private static boolean isSyntaxError(String error) {
            return error.contains("(unrecognized token: ") || error.contains(": syntax error)");
        }
    }

    @Test
    void givesTheSameDatabaseAndErrorForGeneratedScripts() throws Exception {
        int failed = 0;
        int changed = 0;
        for (long seed = 0; seed < GENERATED; seed++) {
            String script = NastyScripts.script(seed);
            Outcome whole = whole(script);
            assertThat(oneByOne(script))
                    .as("seed %d:%n%s", seed, script)
                    .matches(o -> o.agreesWith(whole), "as " + whole);
            failed += whole.error().isEmpty() ? 0 : 1;
            changed += whole.database().size() > NastyScripts.TABLES.size() + 6 ? 1 : 0;
        }
        // The generator is worth something only while it makes scripts of both kinds.
        assertThat(failed).isBetween(GENERATED / 10, GENERATED * 9 / 10);
        assertThat(changed).isGreaterThan(GENERATED / 2);
    }

    static Stream<Path> goldenCases() {
        return GoldenFolders.under("statements").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenCases")
    void givesTheSameDatabaseAndErrorForGoldenCases(Path folder) throws Exception {
        String script = new String(GoldenFolders.input(folder), StandardCharsets.UTF_8);
        // At a NUL the native function stops; it skips a vertical tab behind a semicolon, which the tokenizer refuses.
        if (script.indexOf('\0') < 0 && script.indexOf('\u000b') < 0) {
            Outcome whole = whole(script);
            assertThat(oneByOne(script)).matches(o -> o.agreesWith(whole), "as " + whole);
        }
    }

    @Test
    void executeUpdateRunsEveryStatementOfText() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE one (a); CREATE TABLE two (a);");
            assertThat(rows(connection, "SELECT name FROM sqlite_schema WHERE name IN ('one', 'two', 'three', 'four')"))
                    .containsExactly("one", "two");
            assertThatThrownBy(() -> statement.executeUpdate("CREATE TABLE three (a); nonsense; CREATE TABLE four (a)"))
                    .isInstanceOf(SQLException.class);
            assertThat(rows(connection, "SELECT name FROM sqlite_schema WHERE name IN ('one', 'two', 'three', 'four')"))
                    .containsExactly("one", "two", "three");
        }
    }

    @Test
    void executeRunsOnlyTheFirstStatementOfText() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE one (a); CREATE TABLE two (a);");
            assertThat(rows(connection, "SELECT name FROM sqlite_schema WHERE name IN ('one', 'two', 'three', 'four')"))
                    .containsExactly("one");
        }
    }

    private static Outcome whole(String script) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            String error = "";
            try {
                statement.executeUpdate(script);
            } catch (SQLException e) {
                error = comparable(e);
            }
            return new Outcome(database(connection), error);
        }
    }

    private static Outcome oneByOne(String script) throws SQLException, IOException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        try (Connection connection = open();
                SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(bytes), "script")) {
            String error = "";
            try {
                for (SqlStatement next; (next = scanner.next()) != null; ) {
                    execute(connection, next.text());
                }
            } catch (SQLException e) {
                error = comparable(e);
            } catch (InvalidScriptException e) {
                error = refused(e);
            }
            return new Outcome(database(connection), error);
        }
    }

    /** Runs the first statement of the text alone, so that a text of two would be noticed. */
    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(text)) {
                try (ResultSet results = statement.getResultSet()) {
                    while (results.next()) {
                        assertThat(results.getRow()).isPositive();
                    }
                }
            }
        }
    }

    /** What our scanner refuses SQLite refuses too, but with the rest of the script in the message, or for a word before. */
    private static String refused(InvalidScriptException e) {
        assertThat(e.position()).isPresent();
        return REFUSED;
    }

    private static String comparable(SQLException e) {
        return String.valueOf(e.getMessage());
    }

    private static Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE trace (step)");
            statement.executeUpdate(TABLES);
        }
        return connection;
    }

    private static List<String> database(Connection connection) throws SQLException {
        List<String> database = new ArrayList<>();
        database.addAll(rows(connection, "PRAGMA user_version"));
        database.addAll(rows(connection, "SELECT type || ' ' || name || ' ' || quote(sql) FROM sqlite_schema"));
        database.addAll(rows(connection, "SELECT type || ' ' || name || ' ' || quote(sql) FROM sqlite_temp_schema"));
        List<String> tables = rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        for (String table : tables) {
            String name = '"' + table.replace("\"", "\"\"") + '"';
            database.addAll(rows(connection, "SELECT * FROM " + name));
        }
        return database;
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(results.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}

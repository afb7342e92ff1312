package io.fastmigrate.internal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.internal.sql.scan.SqlScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries every pragma against the SQLite that is bundled: what does it do to the promise of a transaction? */
class UnsafePragmasTest {

    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "2",
            "3",
            "7",
            "8",
            "15",
            "255",
            "256",
            "-1",
            "on",
            "OFF",
            "o",
            "'Of'",
            "\"off\"",
            "[off]",
            "no",
            "'false'",
            "yes",
            "full",
            "normal",
            "extra",
            "m",
            "mem",
            "MEMORY",
            "'memory '",
            "memoryx",
            "w",
            "wal",
            "t",
            "truncate",
            "persist",
            "delete",
            "exclusive",
            "reset",
            "'0x8'",
            "'7abc'",
            "4294967296",
            "'off '",
            "x",
            "''");

    /** These hold for the whole process: {@link #knowsEveryPragmaThatTheWholeProcessFeels} tries them with care. */
    private static final Set<String> OF_THE_PROCESS =
            Set.of("hard_heap_limit", "soft_heap_limit", "temp_store_directory", "data_store_directory");

    private static final String OLD = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT CHECK (b <> 'bad'));"
            + " WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
            + " INSERT INTO t SELECT i, hex(zeroblob(200)) FROM n";

    @TempDir
    Path directory;

    private Path template;

    @BeforeEach
    void makeTemplate() throws SQLException {
        template = directory.resolve("template.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + template)) {
            run(connection, OLD);
        }
    }

    @Test
    void knowsEveryPragmaThatKeepsAFailedScriptFromBeingTakenBack() throws Exception {
        agree("journal_mode", List.of(this::cannotRollBack, this::cannotRecover), PragmaRisk.REFUSED);
    }

    @Test
    void knowsEveryPragmaThatDoesNotWaitForTheDisk() throws Exception {
        agree("synchronous", List.of(this::doesNotSync), PragmaRisk.REFUSED);
    }

    @Test
    void knowsEveryPragmaThatLetsAScriptCommitWhatIsUnsound() throws Exception {
        agree("ignore_check_constraints", List.of(this::takesBadRows), PragmaRisk.CHECKED);
        agree("writable_schema", List.of(this::takesBadSchema), PragmaRisk.CHECKED);
    }

    @Test
    void knowsEveryPragmaThatSetsTheNumberOtherConnectionsGoBy() throws Exception {
        agree("schema_version", List.of(this::setsSchemaVersionBack), PragmaRisk.RENEWED);
    }

    @Test
    void knowsEveryPragmaThatTheWholeProcessFeels() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (String pragma : pragmas()) {
            // A soft limit is never above the hard one.
            String bytes = pragma.startsWith("soft") ? "7294967296" : "8294967296";
            for (String value : List.of(bytes, "'" + directory + "'", "WAL", "EXCLUSIVE", "1")) {
                boolean tooSmall = OF_THE_PROCESS.contains(pragma) && value.equals("1");
                if (!tooSmall && isFeltElsewhere(pragma, value)) {
                    seen.add(pragma);
                }
            }
        }
        assertThat(seen).contains("hard_heap_limit", "soft_heap_limit", "temp_store_directory");
        for (String pragma : seen) {
            for (String statement : List.of("PRAGMA %s = 1", "PRAGMA temp.%s('x')", "pragma main.'%s' = \"\"")) {
                assertThat(risk(statement.formatted(pragma))).as(pragma).isEqualTo(PragmaRisk.REFUSED);
            }
        }
        assertThat(risk("PRAGMA data_store_directory = 'x'")).isEqualTo(PragmaRisk.REFUSED);
    }

    private static boolean isFeltElsewhere(String pragma, String value) throws SQLException {
        try (Connection one = DriverManager.getConnection("jdbc:sqlite::memory:");
                Connection other = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            String before = value(other, "PRAGMA " + pragma);
            run(one, "PRAGMA " + pragma + " = " + value);
            String after = value(other, "PRAGMA " + pragma);
            run(one, "PRAGMA temp_store_directory = ''");
            return !after.equals(before);
        }
    }

    @Test
    void tableValuedFunctionsOfPragmasOnlyRead() throws SQLException {
        for (String pragma : pragmas()) {
            for (String value : List.of("'off'", "'on'", "'memory'", "1", "0")) {
                try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy())) {
                    String before = value(connection, "PRAGMA " + pragma);
                    run(connection, "SELECT * FROM pragma_" + pragma + "(" + value + ")");
                    assertThat(value(connection, "PRAGMA " + pragma)).as(pragma).isIn(before, "pragma_module_list");
                }
            }
        }
    }

    @Test
    void heedsNeitherCaseNorQuotesNorParentheses() throws IOException {
        for (String statement : List.of(
                "PRAGMA main.journal_mode = off",
                "pragma MAIN . \"JOURNAL_MODE\" ( 'OFF' )",
                "EXPLAIN PRAGMA [journal_mode]=`memory`",
                "PRAGMA other.journal_mode = off",
                "PRAGMA temp.soft_heap_limit = 1",
                "PRAGMA/* */synchronous/* */=--\n0")) {
            assertThat(risk(statement)).as(statement).isEqualTo(PragmaRisk.REFUSED);
        }
        for (String statement :
                List.of("PRAGMA temp.writable_schema = 1", "PRAGMA temp.ignore_check_constraints(on)")) {
            assertThat(risk(statement)).as(statement).isEqualTo(PragmaRisk.CHECKED);
        }
        for (String statement : List.of(
                "PRAGMA journal_mode",
                "PRAGMA hard_heap_limit",
                "PRAGMA temp.journal_mode = off",
                "PRAGMA journal_mode = off off",
                "PRAGMA synchronous = normal",
                "PRAGMA journal_mode = wal",
                "SELECT 'PRAGMA journal_mode = off'")) {
            assertThat(risk(statement)).as(statement).isNull();
        }
    }

    @FunctionalInterface
    private interface Trial {
        boolean breaks(String statement) throws SQLException, IOException;
    }

    /** What is seen to break the promise is in the table, and what is in the table is seen to break it. */
    private void agree(String pragma, List<Trial> trials, PragmaRisk risk) throws Exception {
        Set<String> seen = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (String each : pragmas()) {
            for (String value : VALUES) {
                String statement = "PRAGMA " + each + " = " + value;
                for (Trial trial : OF_THE_PROCESS.contains(each) ? List.<Trial>of() : trials) {
                    if (trial.breaks(statement)) {
                        seen.add(statement);
                    }
                }
                if (each.equals(pragma) && risk(statement) == risk) {
                    known.add(statement);
                }
            }
        }
        assertThat(seen).isNotEmpty().isEqualTo(known);
    }

    private boolean cannotRollBack(String statement) throws SQLException {
        Path file = copy();
        try (Connection connection = spilling(file, statement)) {
            run(connection, "ROLLBACK");
        }
        return !isOld(file);
    }

    /** What a kill leaves: the files as they are in the middle of the transaction. */
    private boolean cannotRecover(String statement) throws SQLException, IOException {
        Path file = copy();
        Path left = directory.resolve("left.db");
        for (String end : List.of("", "-journal", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(left + end));
        }
        try (Connection connection = spilling(file, statement)) {
            for (String end : List.of("", "-journal", "-wal")) {
                if (Files.exists(Path.of(file + end))) {
                    Files.copy(Path.of(file + end), Path.of(left + end), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            run(connection, "ROLLBACK");
        }
        return !isOld(left);
    }

    /** Changes more than the cache holds, so that the file itself is written before the commit. */
    private Connection spilling(Path file, String statement) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        run(connection, statement);
        run(connection, "PRAGMA synchronous = OFF");
        run(connection, "PRAGMA cache_size = 2");
        run(connection, "PRAGMA cache_spill = 1");
        run(connection, "PRAGMA query_only = 0");
        run(connection, "BEGIN IMMEDIATE");
        run(connection, "UPDATE t SET b = hex(randomblob(200))");
        return connection;
    }

    private static boolean isOld(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return value(connection, "PRAGMA integrity_check").equals("ok")
                    && value(connection, "SELECT count(*) FROM t WHERE b = hex(zeroblob(200))")
                            .equals("400");
        }
    }

    private boolean doesNotSync(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy())) {
            run(connection, statement);
            return value(connection, "PRAGMA synchronous").equals("0");
        }
    }

    private boolean takesBadRows(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy())) {
            run(connection, statement);
            run(connection, "PRAGMA synchronous = OFF");
            run(connection, "INSERT INTO t VALUES (1000, 'bad')");
            return value(connection, "SELECT count(*) FROM t WHERE b = 'bad'").equals("1");
        }
    }

    private boolean takesBadSchema(String statement) throws SQLException {
        Path file = copy();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            run(connection, statement);
            run(connection, "PRAGMA synchronous = OFF");
            run(connection, "UPDATE sqlite_schema SET sql = 'CREATE TABL'");
        }
        return !isOld(file);
    }

    private boolean setsSchemaVersionBack(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy())) {
            run(connection, "BEGIN");
            run(connection, "PRAGMA schema_version = 12345");
            run(connection, statement);
            return !value(connection, "PRAGMA schema_version").equals("12345");
        }
    }

    /** Always the same file, made again: thousands of them would take long to remove. */
    private Path copy() {
        Path copy = directory.resolve("copy.db");
        try {
            for (String end : List.of("-journal", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(copy + end));
            }
            return Files.copy(template, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> pragmas() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT name FROM pragma_pragma_list")) {
            while (results.next()) {
                names.add(results.getString(1));
            }
        }
        return names;
    }

    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            // Some pragmas refuse some values, and some statements fail because of some pragmas.
            return;
        }
    }

    private static String value(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            return "ERROR " + e.getMessage();
        }
    }

    private static @Nullable PragmaRisk risk(String statement) throws IOException {
        byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(bytes), "pragma")) {
            UnsafePragmas.Row row =
                    UnsafePragmas.of(Objects.requireNonNull(scanner.next()).facts());
            return row == null ? null : row.risk();
        }
    }
}

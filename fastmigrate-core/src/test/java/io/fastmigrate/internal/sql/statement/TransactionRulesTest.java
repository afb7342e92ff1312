package io.fastmigrate.internal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.TruthValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries what the table of rules says against the SQLite that is bundled. */
class TransactionRulesTest {

    private static final List<String> VALUES = List.of("", "=0", "=1", "=2", "=WAL", "=MEMORY", "=OFF", "=EXCLUSIVE");

    /** These hold for the whole process, and small values of the first two would starve every other test. */
    private static final Set<String> OF_THE_PROCESS =
            Set.of("hard_heap_limit", "soft_heap_limit", "temp_store_directory", "data_store_directory");

    @TempDir
    Path directory;

    private int files;

    @Test
    void knowsEveryPragmaThatActsOtherwiseInTransactions() throws SQLException, IOException {
        Set<String> different = new TreeSet<>();
        for (String pragma : pragmas()) {
            for (String value : VALUES) {
                if (!OF_THE_PROCESS.contains(pragma) && actsOtherwise(pragma, value)) {
                    different.add(pragma + value);
                }
            }
        }
        assertThat(different)
                .contains("foreign_keys=1", "journal_mode=WAL", "synchronous=OFF", "wal_checkpoint", "temp_store=2")
                .allSatisfy(p -> assertThat(rule("PRAGMA " + p))
                        .as(p)
                        .matches(r -> r == TransactionRule.OUTSIDE
                                || r == TransactionRule.FOREIGN_KEYS
                                || p.startsWith("defer_foreign_keys")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM",
                "DETACH other",
                "PRAGMA journal_mode = WAL",
                "PRAGMA journal_mode = OFF",
                "PRAGMA synchronous = OFF",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA wal_checkpoint",
                "PRAGMA wal_checkpoint(TRUNCATE)"
            })
    void putsOutsideWhatIsRefusedOrIgnoredInTransactions(String statement) throws SQLException, IOException {
        assertThat(rule(statement)).isEqualTo(TransactionRule.OUTSIDE);
        assertThat(attempt(statement, true)).isNotEqualTo(attempt(statement, false));
    }

    @Test
    void putsOutsideWhatWouldKeepTheVersionFromBeingSet() throws SQLException, IOException {
        assertThat(rule("PRAGMA query_only = ON")).isEqualTo(TransactionRule.OUTSIDE);
        try (Connection connection = open(true)) {
            run(connection, "PRAGMA query_only = ON");
            assertThat(run(connection, "INSERT INTO t VALUES (2)")).contains("readonly");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH ':memory:' AS third",
                "ANALYZE",
                "REINDEX",
                "PRAGMA optimize",
                "PRAGMA incremental_vacuum(1)",
                "PRAGMA legacy_alter_table = ON",
                "PRAGMA writable_schema = ON",
                "PRAGMA locking_mode = EXCLUSIVE",
                "PRAGMA user_version = 3",
                "PRAGMA application_id = 3",
                "PRAGMA schema_version = 30",
                "PRAGMA default_cache_size = 300",
                "SELECT 1",
                "EXPLAIN VACUUM"
            })
    void putsInsideWhatWorksInTransactions(String statement) throws SQLException, IOException {
        assertThat(rule(statement))
                .isIn(TransactionRule.INSIDE, TransactionRule.EITHER, TransactionRule.RATHER_OUTSIDE);
        assertThat(attempt(statement, true))
                .isEqualTo(attempt(statement, false))
                .doesNotContain("ERROR");
    }

    @ParameterizedTest
    @CsvSource({"page_size, 8192", "auto_vacuum, 1"})
    void settingsForVacuumOutliveTheTransaction(String pragma, String value) throws SQLException, IOException {
        assertThat(rule("PRAGMA " + pragma + " = " + value)).isEqualTo(TransactionRule.EITHER);
        try (Connection connection = open(true)) {
            run(connection, "PRAGMA " + pragma + " = " + value);
            run(connection, "COMMIT");
            run(connection, "DETACH other");
            assertThat(run(connection, "VACUUM")).isEmpty();
            assertThat(run(connection, "PRAGMA " + pragma)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_version", "application_id", "schema_version"})
    void rollsBackWhatIsPartOfTheTransaction(String pragma) throws SQLException, IOException {
        try (Connection connection = open(false)) {
            String before = run(connection, "PRAGMA " + pragma);
            run(connection, "BEGIN");
            run(connection, "PRAGMA " + pragma + " = 77");
            assertThat(run(connection, "PRAGMA " + pragma)).isEqualTo("77");
            run(connection, "ROLLBACK");
            assertThat(run(connection, "PRAGMA " + pragma)).isEqualTo(before);
        }
        assertThat(rule("PRAGMA " + pragma + " = 77")).isEqualTo(TransactionRule.INSIDE);
    }

    @Test
    void carriesOutForeignKeysEvenIfOnlyExplained() throws SQLException, IOException {
        assertThat(rule("EXPLAIN PRAGMA foreign_keys = ON")).isEqualTo(TransactionRule.FOREIGN_KEYS);
        for (String explain : List.of("EXPLAIN ", "EXPLAIN QUERY PLAN ")) {
            try (Connection connection = open(false)) {
                run(connection, explain + "PRAGMA foreign_keys = ON");
                assertThat(run(connection, "PRAGMA foreign_keys")).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on",
                "ON",
                "'on'",
                "\"ON\"",
                "[on]",
                "`on`",
                "yes",
                "true",
                "TRUE",
                "y",
                "t",
                "1",
                "2",
                "0",
                "00",
                "01",
                "-1",
                "+1",
                "256",
                "257",
                "2147483647",
                "2147483648",
                "4294967296",
                "10000000000",
                "0.5",
                "1.5",
                "0x1",
                "0x0",
                "0X10",
                "0xffffffff",
                "0x7fffffff",
                "1e0",
                "0e1",
                "'1abc'",
                "'0x1'",
                "'on '",
                "full",
                "extra",
                "default",
                "delete",
                "garbage",
                "''",
                "no",
                "off",
                "false",
                "'+1'",
                "'-1'",
                "'256'",
                "'1٣'"
            })
    void readsTruthValuesAsSqliteDoes(String value) throws SQLException, IOException {
        StatementFacts facts = facts("PRAGMA foreign_keys = " + value);
        assertThat(facts.wellFormed()).isTrue();
        for (String before : List.of("0", "1")) {
            try (Connection connection = open(false)) {
                run(connection, "PRAGMA foreign_keys = " + before);
                assertThat(run(connection, "PRAGMA foreign_keys = " + value)).isEmpty();
                assertThat(run(connection, "PRAGMA foreign_keys"))
                        .isEqualTo(TruthValue.of(Objects.requireNonNull(facts.value())) ? "1" : "0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = on off",
                "PRAGMA foreign_keys = x'31'",
                "PRAGMA foreign_keys = main.x",
                "PRAGMA foreign_keys =",
                "PRAGMA foreign_keys (1",
                "PRAGMA foreign_keys 1",
                "BEGIN NOW",
                "COMMIT x",
                "BEGIN TRANSACTION x y",
                "RELEASE SAVEPOINT",
                "SAVEPOINT 1",
                "ROLLBACK TO",
                "SAVEPOINT",
                "PRAGMA 1"
            })
    void leavesMalformedStatementsToSqlite(String statement) throws SQLException, IOException {
        assertThat(facts(statement).wellFormed()).isFalse();
        try (Connection connection = open(statement.startsWith("COMMIT"))) {
            assertThat(run(connection, statement)).contains("ERROR");
        }
    }

    @Test
    void namesItsSources() {
        assertThat(TransactionRules.PRAGMAS).allSatisfy(row -> {
            assertThat(row.behaviour()).isNotBlank();
            assertThat(row.source()).startsWith("https://sqlite.org/").endsWith(row.name());
            assertThat(pragmas()).contains(row.name());
        });
    }

    private List<String> pragmas() throws SQLException {
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

    private boolean actsOtherwise(String pragma, String value) throws SQLException, IOException {
        return !attempt("PRAGMA " + pragma + value, true, pragma)
                .equals(attempt("PRAGMA " + pragma + value, false, pragma));
    }

    private String attempt(String statement, boolean inTransaction) throws SQLException, IOException {
        String pragma = statement.startsWith("PRAGMA") ? statement.replaceAll("PRAGMA (\\w+).*", "$1") : "user_version";
        return attempt(statement, inTransaction, pragma);
    }

    /** Returns what the statement answered and what the pragma says after it, in a new database. */
    private String attempt(String statement, boolean inTransaction, String pragma) throws SQLException, IOException {
        try (Connection connection = open(inTransaction)) {
            return run(connection, statement) + "; " + run(connection, "PRAGMA " + pragma);
        }
    }

    /** Opens a new database with a table, a temporary table and an attached database, all three with a row. */
    private Connection open(boolean inTransaction) throws SQLException, IOException {
        Path template = directory.resolve("template");
        if (!Files.exists(template)) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + template)) {
                run(connection, "CREATE TABLE t (a)");
            }
        }
        Path file = Files.copy(template, directory.resolve("db" + files++));
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        run(connection, "ATTACH ':memory:' AS other");
        for (String schema : List.of("temp", "other")) {
            run(connection, "CREATE TABLE " + schema + ".t (a)");
            run(connection, "INSERT INTO " + schema + ".t VALUES (1)");
        }
        if (inTransaction) {
            run(connection, "BEGIN IMMEDIATE");
            run(connection, "INSERT INTO main.t VALUES (2)");
            run(connection, "INSERT INTO other.t VALUES (2)");
        }
        return connection;
    }

    /** Returns the first value or the error. */
    private static String run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet results = statement.getResultSet()) {
                return results.next() ? String.valueOf(results.getString(1)) : "";
            }
        } catch (SQLException e) {
            return "ERROR " + e.getMessage();
        }
    }

    private static TransactionRule rule(String statement) throws IOException {
        return TransactionRules.of(facts(statement));
    }

    private static StatementFacts facts(String statement) throws IOException {
        byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(bytes), "rule")) {
            return Objects.requireNonNull(scanner.next()).facts();
        }
    }
}

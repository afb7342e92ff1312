package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts and the statements that a person cut them into. Each script is run as a migration on the database that it was
 * written for, and must do there what the statements do when they are sent one by one.
 */
class StatementsTest {

    private static final Path CASES = Path.of("src/test/resources/statements");
    private static final String ERROR = "error: ";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    StatementsTest() {}

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file -> file.endsWith("input.sql"))
                    .map(file -> CASES.relativize(file.getParent()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreCasesOfEveryDialect() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(50);
        assertThat(cases().stream().map(path -> path.getName(0).toString()).distinct())
                .containsExactlyInAnyOrder("duckdb", "h2", "mysql", "postgresql");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void areCutAndRunAsExpected(Path name) throws Exception {
        Path folder = CASES.resolve(name);
        byte[] script = Files.readAllBytes(folder.resolve("input.sql"));
        String expected = Files.readString(folder.resolve("expected"));
        SqlDialect dialect = SqlDialect.valueOf(name.getName(0).toString().toUpperCase(Locale.ROOT));
        assertThat(cut(script, dialect)).isEqualTo(expected);
        if (expected.startsWith(ERROR)) {
            return;
        }
        Workshop migrated = new Workshop(url(dialect, "migrated"), directory);
        migrated.script("0001-case.sql", new String(script, StandardCharsets.UTF_8));
        migrated.migrate();
        Workshop sent = new Workshop(url(dialect, "sent"), directory);
        send(sent.url(), expected.substring(0, expected.length() - 1).split("\n----\n", -1));
        assertThat(rows(migrated)).isEqualTo(rows(sent));
    }

    private static String cut(byte[] script, SqlDialect dialect) throws IOException {
        List<String> statements = new ArrayList<>();
        try (SqlScanner<DialectStatement> scanner =
                DialectStatements.scan(new ByteArrayInputStream(script), "input.sql", dialect)) {
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                statements.add(next.text());
            }
        } catch (InvalidScriptException e) {
            return ERROR + e.getMessage() + "\n";
        }
        return String.join("\n----\n", statements) + "\n";
    }

    private String url(SqlDialect dialect, String name) throws SQLException {
        return switch (dialect) {
            case POSTGRESQL -> Servers.postgres();
            case MYSQL -> Servers.maria();
            case H2 -> "jdbc:h2:" + directory.resolve(name);
            case DUCKDB -> "jdbc:duckdb:" + directory.resolve(name + ".duckdb");
            case STANDARD -> throw new IllegalArgumentException("no database speaks it");
        };
    }

    private static void send(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> rows(Workshop db) throws SQLException {
        List<String> rows = db.query("SELECT s FROM t ORDER BY n");
        assertThat(rows).isNotEmpty();
        return rows;
    }
}

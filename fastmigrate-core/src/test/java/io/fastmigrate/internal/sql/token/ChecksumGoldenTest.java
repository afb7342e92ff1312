package io.fastmigrate.internal.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checksums that stand in the histories of databases in production: a start stops there when one comes out as another. The
 * lines of the golden file are never changed, only added to. A lexer that has to find other tokens in a script that runs
 * gets a new version of the checksum ({@link ScriptChecksum}), and scripts are compared by the version of their history.
 */
class ChecksumGoldenTest {

    private static final Path CASES = Path.of("src/test/resources/checksums");

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    private static ScriptChecksum checksum(String dialect, byte[] script) throws IOException {
        if (dialect.equals("sqlite")) {
            ScriptChecksum planned =
                    ScriptAnalysis.of(new ByteArrayInputStream(script), dialect).checksum();
            try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(script), dialect)) {
                scanner.skipToEnd();
                assertThat(scanner.checksum()).as("without planning").hasToString(planned.text());
            }
            return planned;
        }
        SqlDialect rules = SqlDialect.valueOf(dialect.toUpperCase(Locale.ROOT));
        try (SqlScanner<DialectStatement> scanner =
                DialectStatements.scan(new ByteArrayInputStream(script), dialect, rules)) {
            int statements = 0;
            while (scanner.next() != null) {
                statements++;
            }
            assertThat(statements).isNotNegative();
            return scanner.checksum();
        }
    }

    @Test
    void noChangeOfALexerMovesTheChecksumOfAScript() throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        for (Path script : scripts()) {
            String dialect = CASES.relativize(script).getName(0).toString();
            found.put(
                    CASES.relativize(script).toString().replace('\\', '/'),
                    checksum(dialect, Files.readAllBytes(script)).text());
        }
        assertThat(found.keySet().stream()
                        .map(name -> name.replaceFirst("/.*", ""))
                        .distinct())
                .as("every dialect")
                .contains("sqlite", "standard", "postgresql", "mysql", "h2", "duckdb");
        String lines = found.entrySet().stream()
                .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        assertThat(lines).isEqualTo(Files.readString(CASES.resolve("golden.txt"), StandardCharsets.UTF_8));
    }

    @Test
    void everyCheckoutOfAScriptHasTheChecksumOfTheScript() throws IOException {
        for (Path script : scripts()) {
            String dialect = CASES.relativize(script).getName(0).toString();
            byte[] bytes = Files.readAllBytes(script);
            String lines = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
            for (String other : List.of(lines, lines.replace("\n", "\r\n"))) {
                assertThat(checksum(dialect, other.getBytes(StandardCharsets.ISO_8859_1))
                                .text())
                        .as(script.toString())
                        .isEqualTo(checksum(dialect, bytes).text());
            }
        }
    }
}

package io.fastmigrate.internal.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.dialect.DialectAnalysis;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of COPY ... FROM STDIN in scripts. */
class CopyRowsTest {

    private static final String ROWS = "1\tit's; \\\\. \"x\n2\t$$ /* -- Gr\u00fc\u00dfe \ud83d\ude00\n\\N\t\\.x\n";
    private static final String SCRIPT =
            "CREATE TABLE t (a int, b text);\nCOPY t (a, b) FROM stdin; -- rows\n" + ROWS + "\\.\n\nSELECT 1;\n";

    private static DialectStatements statements(String script, int buffer) {
        InputStream in = new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
        return new DialectStatements(
                new ScriptBuffer(in, "x", SqlDialect.POSTGRESQL, buffer, 1 << 20), SqlDialect.POSTGRESQL);
    }

    private static List<String> read(String script, int buffer) throws IOException {
        DialectStatements statements = statements(script, buffer);
        List<String> found = new ArrayList<>();
        try (SqlScanner<DialectStatement> scanner = statements.scanner()) {
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                found.add(next.text());
                CopyRows rows = statements.rows();
                if (rows != null) {
                    found.add(new String(rows.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }

    private static String checksum(String script) throws IOException {
        try (SqlScanner<DialectStatement> scanner = statements(script, 64).scanner()) {
            int statements = 0;
            while (scanner.next() != null) {
                statements++;
            }
            assertThat(statements).isEqualTo(3);
            return scanner.checksum().text();
        }
    }

    @Test
    void rowsAreWhatStandsUpToTheirEndWhereverTheBufferIsCut() throws IOException {
        for (int buffer = 8; buffer < 200; buffer++) {
            assertThat(read(SCRIPT, buffer))
                    .containsExactly("CREATE TABLE t (a int, b text)", "COPY t (a, b) FROM stdin", ROWS, "SELECT 1");
        }
    }

    @Test
    void statementsBehindRowsHaveTheirPlacesAlsoWhenNoOneReadsTheRows() throws IOException {
        DialectStatements statements = statements(SCRIPT, 16);
        try (SqlScanner<DialectStatement> scanner = statements.scanner()) {
            scanner.next();
            scanner.next();
            assertThat(Objects.requireNonNull(statements.rows()).position()).isEqualTo(new Script.Position(3, 1));
            assertThat(Objects.requireNonNull(scanner.next()).position()).isEqualTo(new Script.Position(8, 1));
            assertThat(statements.rows()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\.", "\\.\r\n", "\\.\n"})
    void rowsMayEndWithTheScript(String end) throws IOException {
        assertThat(read("COPY t FROM STDIN;\n1\n" + end, 8)).containsExactly("COPY t FROM STDIN", "1\n");
        assertThat(read("COPY t FROM STDIN;\n" + end, 8)).containsExactly("COPY t FROM STDIN", "");
    }

    @Test
    void checksumHasTheRowsButNotTheirLineEnds() throws IOException {
        String unix = checksum(SCRIPT);
        assertThat(checksum(SCRIPT.replace("\n", "\r\n"))).isEqualTo(unix);
        assertThat(checksum(SCRIPT.replace("1\tit", "2\tit"))).isNotEqualTo(unix);
        assertThat(checksum(SCRIPT.replace("; -- rows", " ;"))).isEqualTo(unix);
    }

    @Test
    void checksumSoFarHasTheRowsThatWerePassedOver() throws IOException {
        List<String> sums = new ArrayList<>();
        for (String script : List.of(SCRIPT, SCRIPT.replace("1\tit", "2\tit"))) {
            DialectStatements statements = statements(script, 16);
            try (SqlScanner<DialectStatement> scanner = statements.scanner()) {
                scanner.next();
                scanner.next();
                assertThat(statements.passOverRows()).isTrue();
                sums.add(scanner.checksumSoFar());
            }
        }
        assertThat(sums).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY t FROM stdin;\n1\n2\n", "COPY t FROM stdin", "COPY t FROM stdin;\n1\n\\"})
    void rowsWithoutAnEndAreRefusedAsAFileThatWasCutOff(String script) {
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, () -> read(script, 8));
        assertThat(failure).hasMessageContaining("x:1:1").hasMessageContaining("truncated");
    }

    @Test
    void whatStandsBeforeTheRowsIsRefused() {
        InvalidScriptException failure = catchThrowableOfType(
                InvalidScriptException.class, () -> read("COPY t FROM stdin; SELECT 1;\n1\n\\.\n", 16));
        assertThat(failure).hasMessageContaining("x:1:19").hasMessageContaining("SELECT 1;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM stdin WITH (FORMAT binary);\nx\n\\.\n",
                "COPY BINARY t FROM stdin;\nx\n\\.\n",
                "COPY (SELECT 1) TO STDOUT;"
            })
    void formsThatNoScriptCanHaveAreRefused(String script) {
        InvalidScriptException failure = catchThrowableOfType(
                InvalidScriptException.class,
                () -> DialectAnalysis.of(
                        new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
                        "x",
                        DialectRules.of(SqlDialect.POSTGRESQL, false, 17)));
        assertThat(failure).hasMessageContaining("x:1:1: ");
    }

    @Test
    void otherStatementsTakeNoRows() throws IOException {
        String script = "COPY t FROM '/tmp/stdin';\nCOPY (SELECT a FROM stdin) TO '/tmp/x';\nSELECT a FROM stdin;\n";
        assertThat(read(script, 16)).hasSize(3);
    }

    @Test
    void aHundredMegabytesOfRowsNeedNoMoreMemoryThanTen() throws IOException {
        byte[] thousand = "12345\tsome text of a row\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream("COPY t FROM stdin;\n".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 4000; i++) {
            parts.add(new ByteArrayInputStream(thousand));
        }
        parts.add(new ByteArrayInputStream("\\.\n".getBytes(StandardCharsets.UTF_8)));
        InputStream script = new SequenceInputStream(Collections.enumeration(parts));
        ScriptBuffer text = new ScriptBuffer(script, "x", SqlDialect.POSTGRESQL);
        DialectStatements statements = new DialectStatements(text, SqlDialect.POSTGRESQL);
        try (SqlScanner<DialectStatement> scanner = statements.scanner()) {
            scanner.next();
            CopyRows rows = Objects.requireNonNull(statements.rows());
            byte[] piece = new byte[64 * 1024];
            long bytes = 0;
            for (int read = rows.read(piece); read >= 0; read = rows.read(piece)) {
                bytes += read;
            }
            assertThat(bytes).isEqualTo(4000L * thousand.length);
            assertThat(text.bufferSize()).isEqualTo(64 * 1024);
        }
    }
}

package io.fastmigrate.internal.sql.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptChecksumTest {

    private static final String SCRIPT = "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x y' || 'z');\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t(a TEXT);INSERT INTO t VALUES('x y'||'z');",
                "CREATE TABLE t (a TEXT);\r\nINSERT INTO t VALUES ('x y' || 'z')",
                "\ufeff-- first\nCREATE/**/TABLE t ( a TEXT ) ;;; /* second */\n\tINSERT INTO t\fVALUES ('x y' || 'z') ; -- last",
                ";CREATE TABLE t (a TEXT -- comment;\n);\nINSERT INTO t VALUES ('x y' || 'z'); /* never closed"
            })
    void staysTheSameWhenOnlySpaceAndCommentsChange(String script) throws IOException {
        assertThat(checksum(script)).isEqualTo(checksum(SCRIPT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x  y' || 'z');\n",
                "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x\ny' || 'z');\n",
                "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x\r\ny' || 'z');\n",
                "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x y' | | 'z');\n",
                "CREATE TABLE t (aTEXT);\nINSERT INTO t VALUES ('x y' || 'z');\n",
                "CREATE TABLE t (a TEXT) INSERT INTO t VALUES ('x y' || 'z');\n",
                "CREATE TABLE t (a TEXT);\nINSERT INTO; t VALUES ('x y' || 'z');\n",
                "CREATE TABLE t (a TEXT);\n",
                "INSERT INTO t VALUES ('x y' || 'z');\nCREATE TABLE t (a TEXT);\n",
                "CREATE TABLE \"t\" (a TEXT);\nINSERT INTO t VALUES ('x y' || 'z');\n",
                "create table t (a TEXT);\nINSERT INTO t VALUES ('x y' || 'z');\n",
                ""
            })
    void differsWhenTokensDo(String script) throws IOException {
        assertThat(checksum(script)).isNotEqualTo(checksum(SCRIPT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"< =|<=", "- >|->", "a b|ab", "'a' 'b'|'a''b'", "! =|!=", "1 .5|1.5", "x '00'|x'00'"})
    void tellsTokensApartThatSpaceDivides(String divided, String joined) throws IOException {
        assertThat(checksum("SELECT " + divided)).isNotEqualTo(checksum("SELECT " + joined));
    }

    @Test
    void countsSemicolonsWithinTriggers() throws IOException {
        String trigger = "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;";
        assertThat(checksum(trigger)).isNotEqualTo(checksum(trigger.replace("1; SELECT", "1 SELECT")));
        assertThat(checksum(trigger)).isEqualTo(checksum(trigger.replace("; END;", " ;\nEND")));
    }

    @Test
    void isItsVersionAndLowerCaseHexadecimalSha256() throws IOException {
        // SHA-256 of nothing
        assertThat(checksum("-- nothing"))
                .isEqualTo("t1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        // SHA-256 of "SELECT", NUL, "1", NUL, NUL
        assertThat(checksum("SELECT 1;"))
                .isEqualTo("t1:96e35f6853e58ecb4a000032ee61e3cb0309a946f41e83fd753f3aeeac2d82ed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 8_180, 8_190, 8_191, 8_192, 40_000})
    void doesNotCountWhichLineEndsStandWithinQuotes(int length) throws IOException {
        String text = "a\n".repeat(length) + "\n\n";
        String script = "INSERT INTO t VALUES (1, '" + text + "');\nINSERT INTO t VALUES (2, '" + text + "', 3);\n";
        assertThat(checksum(script.replace("\n", "\r\n")))
                .isEqualTo(checksum(script))
                .isEqualTo(checksum(script.replace("\n", "\r")))
                .isNotEqualTo(checksum(script.replace("\n\n\n", "\n\n")))
                .isNotEqualTo(checksum(script.replace("\n\n\n", "\n\n \n")));
    }

    @Test
    void knowsWhatHistoriesKeptBeforeItHadAVersion() throws IOException {
        byte[] script = "SELECT 'a\r\nb';".getBytes(StandardCharsets.UTF_8);
        ScriptChecksum checksum =
                ScriptAnalysis.of(new ByteArrayInputStream(script), "script").checksum();
        // SHA-256 of "SELECT", NUL, "'a\r\nb'", NUL, NUL; and with "\n"
        String asWritten = "18f348c91aebb532f8ee0eedf134928b9bc70539a41e0c2a317ac0029616f36a";
        String digits = "a2b6f2f25395afcd7c5dcfa7684bbf28a30eee0a793a9d0b7025125e49fdd5fd";
        assertThat(checksum.text()).isEqualTo("t1:" + digits);
        assertThat(checksum.matches(asWritten)).isTrue();
        assertThat(checksum.matches(digits)).isTrue();
        assertThat(checksum.matches("t1:" + asWritten)).isFalse();
        assertThat(checksum.matches("t2:" + digits)).isFalse();
        assertThat(ScriptChecksum.isComparable("t2:" + digits)).isFalse();
    }

    @Test
    void seesChangesInLongTokensAndAtBlockBoundaries() throws IOException {
        for (int length :
                new int[] {20, 30, 8_180, 8_185, 8_186, 8_187, 8_188, 8_189, 8_190, 8_191, 8_192, 8_193, 20_000}) {
            String text = "a".repeat(length);
            assertThat(checksum("SELECT '" + text + "', 1"))
                    .isEqualTo(checksum("SELECT  '" + text + "' ,1;"))
                    .isNotEqualTo(checksum("SELECT '" + text.substring(1) + "b', 1"))
                    .isNotEqualTo(checksum("SELECT '" + text + "', 2"));
        }
    }

    @Test
    void isUnknownBeforeTheEnd() throws IOException {
        byte[] script = "SELECT 1; SELECT 2;".getBytes(StandardCharsets.UTF_8);
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(script), "script")) {
            scanner.next();
            assertThatThrownBy(scanner::checksum).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void isTheSameInTheAnalysis() throws IOException {
        byte[] script = SCRIPT.getBytes(StandardCharsets.UTF_8);
        ScriptAnalysis analysis = ScriptAnalysis.of(new ByteArrayInputStream(script), "script");
        assertThat(analysis.checksum().text()).isEqualTo(checksum(SCRIPT));
        assertThat(analysis.bytes()).isEqualTo(script.length);
    }

    private static String checksum(String script) throws IOException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(bytes), "script")) {
            while (scanner.next() != null) {
                assertThat(scanner.bytesRead()).isPositive();
            }
            return scanner.checksum().text();
        }
    }
}

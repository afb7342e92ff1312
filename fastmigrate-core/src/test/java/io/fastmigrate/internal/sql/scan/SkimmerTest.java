package io.fastmigrate.internal.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in scripts with long statements of which only the beginning is kept; null stands for SQLite. */
class SkimmerTest {

    private static final int LONG = 2_500_000;

    /** In bytes: there may be room for a statement and a token that are nearly as long as what is long. */
    private static final int LARGEST_BUFFER = 4 << 20;

    static Stream<@Nullable SqlDialect> dialects() {
        return Stream.of(null, SqlDialect.POSTGRESQL, SqlDialect.MYSQL);
    }

    private static InputStream bytes(String script) {
        return new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
    }

    private static SqlScanner<?> scanner(ScriptBuffer text, @Nullable SqlDialect dialect) {
        return dialect == null ? new SqliteStatements(text).scanner() : new DialectStatements(text, dialect).scanner();
    }

    private static List<String> whole(String script, @Nullable SqlDialect dialect) throws IOException {
        return read(new ScriptBuffer(bytes(script), "a.sql", dialect), dialect);
    }

    /** Returns of each statement its place and kind, and its text if it is short. */
    private static List<String> read(ScriptBuffer text, @Nullable SqlDialect dialect) throws IOException {
        List<String> found = new ArrayList<>();
        try (SqlScanner<?> scanner = scanner(text, dialect)) {
            for (Object next = scanner.next(); next != null; next = scanner.next()) {
                found.add(scanner.position() + " " + shown(next, scanner.isCut()));
            }
        }
        return found;
    }

    private static String shown(Object statement, boolean cut) {
        if (statement instanceof SqlStatement own) {
            return isLong(own.text(), cut) ? own.kind() + " " + own.insertHead() : own.facts() + " " + own.text();
        }
        DialectStatement other = (DialectStatement) statement;
        return isLong(other.text(), cut) ? other.head().split(" ", 2)[0] : other.text();
    }

    private static boolean isLong(String text, boolean cut) {
        return cut || text.length() > 1_000_000;
    }

    private static String filled(Random random, List<String> pieces, int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static List<String> inQuotes(@Nullable SqlDialect dialect) {
        List<String> pieces =
                new ArrayList<>(List.of("''", "\u00fc", "\n", "/*", "-- ", "$", "\"", ";", "\ud83d\ude00"));
        if (dialect == SqlDialect.MYSQL) {
            pieces.addAll(List.of("\\'", "\\\\", "\\\u00fc"));
        }
        return pieces;
    }

    private static String script(Random random, @Nullable SqlDialect dialect) {
        List<String> quoted = inQuotes(dialect);
        StringBuilder script = new StringBuilder("SELECT 1;\nINSERT INTO t (a, b) VALUES\n");
        while (script.length() < LONG) {
            script.append("  (")
                    .append(random.nextInt())
                    .append(", '")
                    .append(filled(random, quoted, random.nextInt(99)))
                    .append("'), -- \u00fc ;\n");
        }
        script.append("(1, 'end'); SELECT 2;\n/* ")
                .append("\u00fc;' ".repeat(LONG / 4))
                .append("*/ SELECT 3;\nCREATE TABLE /* ")
                .append("\u00fc;' ".repeat(LONG / 4))
                .append("*/ t (a text); UPDATE t SET a = '")
                .append(filled(random, quoted, LONG))
                .append("' WHERE b = 1; SELECT 4;\n");
        if (dialect == SqlDialect.MYSQL) {
            script.append("INSERT INTO t VALUES (0x").append("a0".repeat(LONG)).append("); SELECT 5;\n");
        }
        if (dialect == SqlDialect.POSTGRESQL) {
            script.append("'")
                    .append("x".repeat(LONG))
                    .append("'; DO $ab$")
                    .append(filled(random, List.of("$a", "$", "ba$", "\u00fc", "\n", ";"), LONG))
                    .append("$ab$; SELECT 5; DO E'")
                    .append(filled(random, List.of("\\'", "''", "\\\\", "x\n"), LONG))
                    .append("';\nCOPY t FROM stdin;\n")
                    .append("1\t'\n".repeat(LONG / 4))
                    .append("\\.\n");
        }
        return script.append("SELECT 6").toString();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void theStatementsAreThoseOfTheWholeScript(@Nullable SqlDialect dialect) throws IOException {
        String script = script(new Random(1), dialect);
        ScriptBuffer skimmed = ScriptBuffer.skim(bytes(script), "a.sql", dialect);

        assertThat(read(skimmed, dialect)).isEqualTo(whole(script, dialect));
        assertThat(skimmed.bufferSize()).isLessThanOrEqualTo(LARGEST_BUFFER);
    }

    /** The parts that are left out end where the bytes in memory do. */
    @ParameterizedTest
    @MethodSource("dialects")
    void aTextEndsWhereItEndsWhateverStandsAtTheEndOfTheBytesInMemory(@Nullable SqlDialect dialect) throws IOException {
        for (int before = 0; before <= 5; before++) {
            for (String inner : inQuotes(dialect)) {
                assertReads("SELECT '", before, inner + "x".repeat(LONG) + "\n'", dialect);
            }
            assertReads("SELECT '", before, "'", dialect);
            if (dialect == SqlDialect.POSTGRESQL) {
                assertReads("SELECT $ab$", before, "$ab$", dialect);
            }
        }
    }

    private static void assertReads(String begin, int before, String end, @Nullable SqlDialect dialect)
            throws IOException {
        String script = begin + "x".repeat((1 << 20) - begin.length() - before) + end + "; SELECT 2";

        assertThat(read(ScriptBuffer.skim(bytes(script), "a.sql", dialect), dialect))
                .as("%s, %d bytes before", end.substring(0, Math.min(end.length(), 9)), before)
                .isEqualTo(whole(script, dialect));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aTriggerEndsWhereItEndsWhateverIsLeftOut(@Nullable SqlDialect dialect) throws IOException {
        String script = "CREATE TRIGGER a AFTER INSERT ON t BEGIN\n"
                + "  UPDATE t SET a = 'x';\n".repeat(dialect == null ? LONG / 20 : 1)
                + "END; SELECT 1;";

        assertThat(read(ScriptBuffer.skim(bytes(script), "a.sql", dialect), dialect))
                .isEqualTo(whole(script, dialect));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void saysWhereALongQuoteBeginsThatIsNeverClosed(@Nullable SqlDialect dialect) {
        InputStream script = bytes("SELECT 1;\nSELECT '" + "x;\n".repeat(LONG));

        assertThatThrownBy(() -> read(ScriptBuffer.skim(script, "a.sql", dialect), dialect))
                .isInstanceOfSatisfying(
                        InvalidScriptException.class,
                        e -> assertThat(e.position()).hasToString("Optional[2:8]"));
    }

    @Test
    void passesOverLongLiteralsThatAreNoText() throws IOException {
        InputStream script = new ByteArrayInputStream(("INSERT INTO t VALUES (_binary '"
                        + "\u00ff\u0080\n".repeat(LONG / 3) + "'), (_binary '\u00ff');\nSELECT 2")
                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(read(ScriptBuffer.skim(script, "a.sql", SqlDialect.MYSQL), SqlDialect.MYSQL))
                .hasSize(2)
                .last()
                .asString()
                .startsWith((LONG / 3 + 2) + ":1 ");
    }

    /** Without it, no script is recorded as applied. */
    @ParameterizedTest
    @MethodSource("dialects")
    void thereIsNoChecksum(@Nullable SqlDialect dialect) throws IOException {
        try (SqlScanner<?> scanner = scanner(ScriptBuffer.skim(bytes("SELECT 1;"), "a.sql", dialect), dialect)) {
            scanner.skipToEnd();

            assertThatThrownBy(scanner::checksum).isInstanceOf(IllegalStateException.class);
        }
    }
}

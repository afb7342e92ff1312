package io.fastmigrate.internal.sql.dialect;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that are read more closely than others may have texts of any length in quotes. */
class LongTextsTest {

    private static final String TEXT = "long ''text'' ".repeat(10_000);

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of(SqlDialect.POSTGRESQL, "DO $$ BEGIN PERFORM '" + TEXT + "'; END $$"),
                Arguments.of(SqlDialect.POSTGRESQL, "DO '" + TEXT + "'"),
                Arguments.of(SqlDialect.POSTGRESQL, "ALTER TABLE t ALTER c SET DEFAULT '" + TEXT + "'"),
                Arguments.of(
                        SqlDialect.POSTGRESQL, "ALTER TYPE t ADD VALUE 'a'; DELETE FROM t WHERE a = '" + TEXT + "'"),
                Arguments.of(SqlDialect.POSTGRESQL, "DROP TABLE \"" + TEXT + "\""),
                Arguments.of(SqlDialect.MYSQL, "CREATE TABLE t (a text COMMENT '" + TEXT + "')"),
                Arguments.of(SqlDialect.MYSQL, "CREATE TABLE t (a text COMMENT \"" + TEXT + "\")"),
                Arguments.of(SqlDialect.MYSQL, "DROP TABLE `" + TEXT + "`"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void areRead(SqlDialect dialect, String script) {
        DialectRules rules = DialectRules.of(dialect, dialect == SqlDialect.MYSQL, 16);

        assertThatCode(() -> DialectAnalysis.of(
                        new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), "a.sql", rules))
                .doesNotThrowAnyException();
    }
}

package io.fastmigrate.internal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.GoldenFolders;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatementsGoldenTest {

    static Stream<Path> cases() {
        return GoldenFolders.under("statements").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void cutsScriptAsExpected(Path folder) throws IOException {
        assertThat(describe(GoldenFolders.input(folder))).isEqualTo(GoldenFolders.expected(folder));
    }

    @Test
    void hasAtLeastFiftyCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(50);
    }

    /** One line for each statement and one for each line of its text; carriage returns and the like made visible. */
    static String describe(byte[] script) throws IOException {
        StringBuilder description = new StringBuilder();
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(script), "input.sql")) {
            for (SqlStatement statement; (statement = scanner.next()) != null; ) {
                description.append(statement.position()).append(' ').append(statement.kind());
                statement.schema().ifPresent(s -> description.append(" schema=").append(visible(s)));
                statement.name().ifPresent(n -> description.append(" name=").append(visible(n)));
                statement.value().ifPresent(v -> description.append(" value=").append(visible(v)));
                description.append('\n');
                for (String line : statement.text().split("\n", -1)) {
                    description.append("    |").append(visible(line)).append('\n');
                }
            }
        } catch (InvalidScriptException e) {
            description
                    .append("error: ")
                    .append(visible(String.valueOf(e.getMessage())))
                    .append('\n');
            description.append("advice: ").append(e.advice()).append('\n');
        }
        return description.toString();
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> visible.append("\\\\");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                case '\f' -> visible.append("\\f");
                case '\n' -> visible.append("\\n");
                default -> {
                    if (c < ' ' || c == 0xFEFF || c == 0xA0) {
                        visible.append(String.format(Locale.ROOT, "\\u%04X", c));
                    } else {
                        visible.appendCodePoint(c);
                    }
                }
            }
        });
        return visible.toString();
    }
}

package io.fastmigrate.internal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.GoldenFolders;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlansGoldenTest {

    static Stream<Path> cases() {
        return GoldenFolders.under("plans").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void plansScriptAsExpected(Path folder) throws IOException {
        assertThat(describe(GoldenFolders.input(folder))).isEqualTo(GoldenFolders.expected(folder));
    }

    @Test
    void hasAtLeastFortyCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
    }

    static String describe(byte[] script) throws IOException {
        StringBuilder description = new StringBuilder();
        try {
            ScriptAnalysis analysis = ScriptAnalysis.of(new ByteArrayInputStream(script), "input.sql");
            description.append(analysis.execution());
            analysis.reason().ifPresent(r -> description.append(": ").append(r));
            analysis.position().ifPresent(p -> description.append(" at ").append(p));
            description.append("\nforeign keys ").append(analysis.foreignKeysOn() ? "on" : "off");
            description.append(analysis.canBreakForeignKeys() ? ", can break" : ", cannot break");
            description.append(analysis.changesConnection() ? "; changes connection" : "; leaves connection");
            description.append("\ntouches ").append(analysis.touchedTables());
            description.append(analysis.touchedTablesKnown() ? "\n" : " and more\n");
            analysis.refusal()
                    .ifPresent(refusal -> description
                            .append("refused: ")
                            .append(refusal.getMessage())
                            .append('\n'));
            placements(script, analysis, description);
        } catch (InvalidScriptException e) {
            description.append("error: ").append(e.getMessage()).append('\n');
            description.append("advice: ").append(e.advice()).append('\n');
        }
        return description.toString();
    }

    private static void placements(byte[] script, ScriptAnalysis analysis, StringBuilder description)
            throws IOException {
        try (SqlScanner<SqlStatement> scanner = SqliteStatements.scan(new ByteArrayInputStream(script), "input.sql")) {
            long index = 0;
            for (SqlStatement statement; (statement = scanner.next()) != null; index++) {
                description.append(String.format(
                        Locale.ROOT,
                        "%-7s%s%n",
                        analysis.placement(index, statement),
                        statement.text().replaceAll("\\s+", " ")));
            }
        }
    }
}

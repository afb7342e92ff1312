package io.fastmigrate.internal.sql.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptAnalysisTest {

    @Test
    void saysThatItDoesNotKnowTheTablesOfScriptsThatTouchVeryMany() throws IOException {
        assertThat(touching(200).touchedTablesKnown()).isTrue();
        assertThat(touching(200).touchedTables()).hasSize(200).contains("t1", "t200");
        assertThat(touching(200).touchedTables().contains("T200")).isTrue();
        assertThat(touching(201).touchedTablesKnown()).isFalse();
        assertThat(touching(201).touchedTables()).hasSize(200);
    }

    @Test
    void countsTableOnceInWhateverCaseItIsWritten() throws IOException {
        ScriptAnalysis analysis = analyse("DELETE FROM t; DELETE FROM T; DELETE FROM \"t\";");
        assertThat(analysis.touchedTables()).containsExactly("t");
    }

    @Test
    void endsWhereItsThreadIsInterruptedUnlessTheScriptIsShort() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThat(analyse("DELETE FROM t;\n".repeat(10)).touchedTables()).containsExactly("t");
            assertThatThrownBy(() -> analyse("DELETE FROM t;\n".repeat(1000)))
                    .isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static ScriptAnalysis touching(int tables) throws IOException {
        return analyse(IntStream.rangeClosed(1, tables)
                .mapToObj(i -> "DELETE FROM t" + i + "; DELETE FROM t" + i + ";")
                .collect(Collectors.joining()));
    }

    private static ScriptAnalysis analyse(String script) throws IOException {
        return ScriptAnalysis.of(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), "script");
    }
}

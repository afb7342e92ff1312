package io.fastmigrate.internal.sqlite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Sandbox;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {

    @TempDir
    Path directory;

    private ScriptFailedException failure(String sql) throws Exception {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-t.sql", "CREATE TABLE t (a CHECK (a > 0));")
                .script("0002-x.sql", sql);
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, sandbox.managed()::migrate);
        assertThat(failure).isNotNull();
        return failure;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FORM t;|1:10",
                "SELECT a, nope FROM t;|1:11",
                "INSERT INTO nowhere VALUES (1);|1:13",
                "SELECT 1; SELECT nofunc(1);|1:18",
                "CREATE TABLE t (a);|1:14",
                "/* caf\u00e9 \ud83d\ude00 */ SELECT 'caf\u00e9 \ud83d\ude00', nope;|1:31",
                "SELECT CASE WHEN 1 THEN 2;|1:26",
                "INSERT INTO t VALUES (-1);|1:1",
                "SELECT 'FORM' FROM t FORM FORM;|1:27"
            })
    void pointsAtTheMistake(String sql, String position) throws Exception {
        assertThat(failure(sql).position())
                .hasValueSatisfying(at -> assertThat(at).hasToString(position));
    }

    @Test
    void putsTheCaretUnderTheMistakeAlsoAfterTabs() throws Exception {
        assertThat(failure("SELECT a\n\tFORM t;"))
                .hasMessageContaining("0002-x.sql:2:")
                .hasMessageContaining("\n     FORM t;\n          ^\n");
    }

    @Test
    void cutsLongLinesRoundTheMistake() throws Exception {
        String message = String.valueOf(failure("SELECT " + "1, ".repeat(900) + "nope" + ", 1".repeat(900) + ";")
                .getMessage());
        assertThat(message).hasSizeLessThan(1000).contains("... ", "nope", " ...", "^");
        List<String> lines = message.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("^")) {
                assertThat(lines.get(i - 1).substring(lines.get(i).indexOf('^')))
                        .startsWith("nope");
            }
        }
    }

    @Test
    void namesCodeVersionAndWhatToDo() throws Exception {
        ScriptFailedException failure = failure("INSERT INTO t VALUES (-1);");
        assertThat(failure)
                .hasMessageContainingAll("CHECK constraint failed", "SQLITE_CONSTRAINT_CHECK", "at version 1");
        assertThat(failure.advice()).contains("Correct the script, or the rows");
    }
}

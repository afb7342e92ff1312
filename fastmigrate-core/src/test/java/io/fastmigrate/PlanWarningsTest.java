package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.model.Execution;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.model.Version;
import io.fastmigrate.model.Warning;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanWarningsTest {

    private static List<Warning> warnings(int scripts) {
        return PlanWarnings.notAtomic(IntStream.rangeClosed(1, scripts)
                .mapToObj(PlanWarningsTest::script)
                .toList());
    }

    private static PlannedScript script(int number) {
        String name = String.format(Locale.ROOT, "%04d-index.sql", number);
        return PlannedScript.because(
                Script.resource(new Version(number), name, ScriptKind.SQL, name, InputStream::nullInputStream),
                Execution.AS_IS,
                "",
                "CREATE INDEX CONCURRENTLY cannot run in a transaction (line 1)",
                null);
    }

    @Test
    void nameEachOfAFewScriptsWithItsReason() {
        assertThat(warnings(3)).hasSize(3);
        assertThat(warnings(1).get(0).message()).contains("0001-index.sql", "CREATE INDEX CONCURRENTLY");
    }

    @Test
    void areOneLineForManyScripts() {
        assertThat(warnings(72))
                .singleElement()
                .extracting(Warning::message)
                .asString()
                .startsWith("72 scripts run statement by statement")
                .contains("0001-index.sql, 0002-index.sql, 0003-index.sql and 69 more");
    }
}

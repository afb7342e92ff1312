package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
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

    private static Plan.Step script(int number) {
        String name = String.format(Locale.ROOT, "%04d-index.sql", number);
        return Bridge.values()
                .stepBecause(
                        Bridge.values()
                                .scriptOfResource(
                                        new Version(number), name, Script.Kind.SQL, name, InputStream::nullInputStream),
                        Plan.Execution.NON_TRANSACTIONAL,
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

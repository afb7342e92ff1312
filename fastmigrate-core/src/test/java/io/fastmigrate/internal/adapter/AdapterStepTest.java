package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that asks an adapter for no transaction. */
class AdapterStepTest {

    @TempDir
    Path migrations;

    /** Of the adapter it is asked whether it has transactions, and of the script whether it wants one. */
    private Plan.Step planned(String text, boolean transactions) throws Exception {
        Files.writeString(migrations.resolve("0001-a.sql"), text);
        FastMigrate fastMigrate = FastMigrate.adapter(new RecordingAdapter(), "weird://x")
                .migrations(migrations)
                .build();
        fastMigrate.create();
        Script script = fastMigrate.plan().steps().get(0).script();
        return AdapterStep.of(script, transactions, "weird").planned();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- fastmigrate: no-transaction\nA",
                "\uFEFF\n// fastmigrate: no-transaction\nA",
                "# what it does\r\n# fastmigrate: no-transaction\r\nA",
                "/* Licence\n   of many lines */\n\n  -- fastmigrate:no-transaction\nA"
            })
    void isPlannedAsAsked(String script) throws Exception {
        for (boolean transactions : new boolean[] {true, false}) {
            Plan.Step planned = planned(script, transactions);
            assertThat(planned.execution()).isEqualTo(Plan.Execution.NON_TRANSACTIONAL);
            assertThat(planned.reason())
                    .hasValueSatisfying(why -> assertThat(why).contains("-- fastmigrate: no-transaction"));
        }
        assertThat(planned("-- another\nA", true).execution()).isEqualTo(Plan.Execution.ATOMIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\n-- fastmigrate: no-transaction",
                "-- fastmigrate: no-transactions\nA",
                "# fastmigrate no-transaction\nA"
            })
    void isRefusedWhereTheCommentDoesNotCount(String script) {
        assertThatThrownBy(() -> planned(script, true))
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("has no effect");
    }
}

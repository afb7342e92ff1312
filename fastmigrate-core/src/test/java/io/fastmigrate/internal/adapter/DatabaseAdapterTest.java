package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAdapterTest {

    private static final String DB = "weird://x//y/../z ?a=b\\c";

    @TempDir
    Path migrations;

    private final RecordingAdapter adapter = new RecordingAdapter();

    private FastMigrateBuilder builder() {
        return FastMigrate.adapter(adapter, DB).migrations(migrations);
    }

    private void script(String name, String text) throws Exception {
        Files.writeString(migrations.resolve(name), text);
    }

    @Test
    void callsTheHooksInOrderWithOneHandleForTheWholeRun() throws Exception {
        script("0001-a.sql", "A");
        script("0003-b.sql", "B");
        Report report = builder().build().migrate();
        assertThat(report.after()).isEqualTo(new Version(3));
        assertThat(report.applied())
                .extracting(entry -> entry.version().number())
                .containsExactly(1, 3);
        assertThat(adapter.calls)
                .containsExactly(
                        "getConnection " + DB,
                        "ensureMetaTable 1",
                        "getVersion 1",
                        "executeSql 1 A",
                        "setVersion 1 1",
                        "getVersion 1",
                        "executeSql 1 B",
                        "setVersion 1 3",
                        "getVersion 1",
                        "closeConnection 1");
    }

    @Test
    void givesTheTextWithValuesToTheAdapter() throws Exception {
        script("0001-a.sql", "-- ${no}\nMATCH ${what} '${what}'");
        builder().value("what", "it").build().migrate();
        assertThat(adapter.calls).contains("executeSql 1 -- ${no}\nMATCH it 'it'");

        script("0002-b.sql", "MATCH ${other}");
        assertThatThrownBy(() -> builder().value("what", "it").build().migrate())
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("0002-b.sql:1:7: there is no value with the name ${other}");
    }

    @Test
    void failsTheScriptWhoseVersionIsNotKept() throws Exception {
        script("0001-a.sql", "A");
        script("0003-b.sql", "B");
        adapter.instead.put("getVersion", () -> 0);
        ScriptFailedException failure =
                catchThrowableOfType(ScriptFailedException.class, builder().build()::migrate);
        assertThat(failure)
                .hasMessageContainingAll(
                        "The version was not stored",
                        "setVersion",
                        "with 1",
                        "returned 0",
                        "its version may not be set");
        assertThat(failure.report().applied()).isEmpty();
        assertThat(adapter.scripts).containsExactly("A");
        assertThat(adapter.calls).endsWith("closeConnection 1");
    }

    @Test
    void runsNothingWhenNothingIsPending() throws Exception {
        script("0001-a.sql", "A");
        adapter.version = 1;
        assertThat(builder().build().migrate().warnings()).isEmpty();
        assertThat(adapter.calls)
                .containsExactly("getConnection " + DB, "ensureMetaTable 1", "getVersion 1", "closeConnection 1");
    }

    @Test
    void onlyReadsWhereOnlyReadingIsAskedFor() throws Exception {
        script("0001-a.sql", "A");
        adapter.version = 0;
        builder().build().status();
        builder().build().plan();
        assertThat(builder().build().version()).isEqualTo(Version.ZERO);
        assertThat(adapter.calls).noneMatch(call -> call.matches("(ensure|set|execute).*"));
        assertThat(adapter.calls).filteredOn(call -> call.startsWith("close")).hasSize(3);
    }

    @Test
    void saysWhatToDoWhereThereIsNoVersionToRead() {
        DatabaseUnusableException failure =
                catchThrowableOfType(DatabaseUnusableException.class, builder().build()::version);
        assertThat(failure.problem()).isEqualTo(DatabaseUnusableException.Problem.ADAPTER_FAILED);
        assertThat(failure)
                .hasMessage("getVersion of " + RecordingAdapter.class.getName()
                        + " failed: java.lang.IllegalStateException: no such table: _meta.");
        assertThat(failure.advice()).contains("create");
        assertThat(adapter.calls).last().isEqualTo("closeConnection 1");
    }

    @Test
    void givesTheScriptWholeWithItsLineEndsMadeOne() throws Exception {
        Files.write(
                migrations.resolve("0001-a.sql"), "\uFEFFA 'x;\r\ny'; -- c\r\nB;\rC".getBytes(StandardCharsets.UTF_8));
        builder().build().migrate();
        assertThat(adapter.scripts).containsExactly("A 'x;\ny'; -- c\nB;\nC");
    }

    @Test
    void refusesTextThatIsNotUtf8BeforeAnythingRuns() throws Exception {
        script("0001-a.sql", "A");
        Files.write(migrations.resolve("0002-b.sql"), new byte[] {'B', (byte) 0xE4, 'B'});
        assertThatThrownBy(builder().build()::migrate)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("0002-b.sql is not UTF-8: the byte at 1");
        assertThat(adapter.scripts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ensureMetaTable", "getVersion", "executeSql", "setVersion"})
    void closesAfterWhateverHookFailed(String hook) throws Exception {
        script("0001-a.sql", "A");
        adapter.instead.put(hook, () -> {
            throw new UnsupportedOperationException("on purpose");
        });
        FastMigrateException failure =
                catchThrowableOfType(FastMigrateException.class, builder().build()::migrate);
        assertThat(failure)
                .hasMessageContaining(hook + " of " + RecordingAdapter.class.getName()
                        + " failed: java.lang.UnsupportedOperationException: on purpose.");
        assertThat(failure).hasRootCauseInstanceOf(UnsupportedOperationException.class);
        assertThat(adapter.calls).last().isEqualTo("closeConnection 1");
        assertThat(adapter.calls).filteredOn(call -> call.startsWith("close")).hasSize(1);
    }

    @Test
    void closesNothingThatWasNotOpened() throws Exception {
        script("0001-a.sql", "A");
        adapter.instead.put("getConnection", () -> {
            throw new java.net.ConnectException("refused");
        });
        assertThatThrownBy(builder().build()::migrate)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("getConnection of", "java.net.ConnectException: refused");
        assertThat(adapter.calls).hasSize(1);
    }

    @Test
    void doesNotHideThatClosingFailed() throws Exception {
        script("0001-a.sql", "A");
        adapter.instead.put("closeConnection", () -> {
            throw new IllegalStateException("cannot flush");
        });
        assertThatThrownBy(builder().build()::migrate)
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageContaining("cannot flush");
        adapter.version = 0;
        adapter.instead.put("executeSql", () -> false);
        assertThatThrownBy(builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    }

    @Test
    void falseIsAFailureAndTheErrorSaysWhatIsPossible() throws Exception {
        script("0001-a.sql", "A");
        script("0002-b.sql", "B");
        adapter.instead.put("executeSql", () -> !adapter.calls.contains("setVersion 1 1"));
        ScriptFailedException failure =
                catchThrowableOfType(ScriptFailedException.class, builder().build()::migrate);
        assertThat(failure.script().fileName()).isEqualTo("0002-b.sql");
        assertThat(failure)
                .hasMessageContainingAll("returned false", "may be kept", "The database is at version 1: 1 script was");
        assertThat(failure.report().after()).isEqualTo(new Version(1));
        assertThat(adapter.version).isEqualTo(1);
    }

    @Test
    void saysThatTheScriptRanWhereItsVersionCouldNotBeSet() throws Exception {
        script("0001-a.sql", "A");
        adapter.instead.put("setVersion", () -> {
            throw new IllegalStateException("read only");
        });
        ScriptFailedException failure =
                catchThrowableOfType(ScriptFailedException.class, builder().build()::migrate);
        assertThat(failure).hasMessageContaining("The script finished, but its version may not be set");
        assertThat(failure.report().after()).isEqualTo(Version.ZERO);
    }

    @Test
    void refusesANegativeVersion() {
        adapter.version = 0;
        adapter.instead.put("getVersion", () -> -1);
        assertThatThrownBy(builder().build()::version).hasMessageContaining("returned -1");
    }

    @Test
    void namesTheGuaranteesThatAreMissingOnceAndOnlyWhereSomethingRuns() throws Exception {
        script("0001-a.sql", "A");
        script("0002-b.sql", "B");
        adapter.version = 0;
        assertThat(builder().build().plan().warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.FEWER_GUARANTEES);
        assertThat(builder().build().migrate().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message())
                        .contains("its changes stay if it fails", "late and changed", "two processes"));
        assertThat(builder().build().migrate().warnings()).isEmpty();
    }

    @Test
    void refusesABackupBeforeAnythingRuns() throws Exception {
        script("0001-a.sql", "A");
        assertThatThrownBy(builder().backUpFirst().build()::migrate).isInstanceOf(BackupFailedException.class);
        assertThat(adapter.scripts).isEmpty();
        assertThat(adapter.calls).last().isEqualTo("closeConnection 1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void givesProcessesTheDbAsItIs() throws Exception {
        script("0001-tell.sh", "printf '%s\\n' \"$1\" \"$FASTMIGRATE_DB\" > \"$0.told\"");
        builder().build().migrate();
        assertThat(Files.readAllLines(migrations.resolve("0001-tell.sh.told"))).containsExactly(DB, DB);
        assertThat(adapter.calls).endsWith("setVersion 1 1", "getVersion 1", "closeConnection 1");
    }

    @Test
    void givesProcessesThePasswordOfAUrlByTheEnvironmentAlone() throws Exception {
        script(
                "0001-tell.sh",
                "tr '\\0' '\\n' < /proc/$$/cmdline > \"$0.told\"\n"
                        + "echo \"$FASTMIGRATE_DB $FASTMIGRATE_DB_USER $FASTMIGRATE_DB_PASSWORD\" >> \"$0.told\"");
        FastMigrate.adapter(adapter, "mongo://ada:s%40cret@host/db")
                .migrations(migrations)
                .build()
                .migrate();
        assertThat(adapter.calls).contains("getConnection mongo://ada:s%40cret@host/db");
        Path script = migrations.resolve("0001-tell.sh");
        assertThat(Files.readAllLines(migrations.resolve("0001-tell.sh.told")))
                .containsExactly("sh", script.toString(), "mongo://host/db", "mongo://host/db ada s@cret");
    }

    @Test
    void interruptEndsTheRunAndClosesTheHandle() throws Exception {
        script("0001-a.sql", "A");
        script("0002-b.sql", "B");
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        adapter.instead.put("executeSql", () -> {
            there.countDown();
            never.await();
            return true;
        });
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> interrupted = threads.submit(() -> {
                assertThatThrownBy(builder().build()::migrate).isInstanceOf(MigrationInterruptedException.class);
                return Thread.interrupted();
            });
            assertThat(there.await(20, TimeUnit.SECONDS)).isTrue();
            threads.shutdownNow();
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(adapter.calls).last().isEqualTo("closeConnection 1");
        assertThat(adapter.version).isEqualTo(0);
    }

    @Test
    void oneInstanceRunsOneMigrationAtATime() throws Exception {
        script("0001-a.sql", "A");
        FastMigrate fastMigrate = builder().build();
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        adapter.instead.put("executeSql", () -> {
            there.countDown();
            return goOn.await(20, TimeUnit.SECONDS);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Report> first = threads.submit(fastMigrate::migrate);
            assertThat(there.await(20, TimeUnit.SECONDS)).isTrue();
            Future<Report> second = threads.submit(fastMigrate::migrate);
            goOn.countDown();
            assertThat(List.of(
                            first.get().applied().size(), second.get().applied().size()))
                    .containsExactly(1, 0);
        } finally {
            threads.shutdownNow();
        }
        assertThat(adapter.calls).doesNotContain("two at a time");
    }
}

package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.sqlite.OneConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another program has the whole database to itself, as while a script of its outgrows SQLite's page cache. */
class BusyWaitTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeDatabase() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-a.sql", "CREATE TABLE a (x);");
        sandbox.managed();
        sandbox.execute("CREATE TABLE b (x)");
        Files.copy(sandbox.database(), backup());
    }

    private interface Call {
        void on(FastMigrate fastMigrate);
    }

    /** What a script says of waiting does not hold for what follows: the run waits as it was told, and tells. */
    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA busy_timeout = 1", "PRAGMA main.busy_timeout(0)"})
    void aScriptsOwnTimeoutDoesNotEndTheWait(String pragma) throws Exception {
        Path attached = directory.resolve("other.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + attached)) {
            Sql.run(other, "CREATE TABLE x (y); BEGIN EXCLUSIVE");
            sandbox.script(
                    "0001-a.sql",
                    "INSERT INTO b VALUES (1); VACUUM; " + pragma + "; ATTACH '" + attached
                            + "' AS o; INSERT INTO o.x VALUES (1);");
            boolean[] told = {false};
            FastMigrate fastMigrate = onWaiting(builder().lockTimeout(Duration.ofMinutes(5)), () -> {
                told[0] = true;
                Sql.run(other, "COMMIT");
            });
            assertThat(fastMigrate.migrate().applied()).hasSize(1);
            assertThat(told[0]).isTrue();
        }
    }

    /** Two processes of one machine, or two containers, as long as one sees the other. */
    @Test
    void namesTheProcessThatHoldsTheDatabase() throws Exception {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHoldingProcess.class.getName(),
                        sandbox.database().toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('!');
            LockTimeoutException timeout = timeout(
                    catchThrowable(builder().lockTimeout(Duration.ofMillis(100)).build()::migrate));
            if (Files.isReadable(Path.of("/proc/locks"))) {
                assertThat(timeout.holder()).contains("process " + holder.pid());
            }
            assertThat(timeout).hasMessageContaining("locked by another program");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private record Named(String name, Call call) {}

    private Path backup() {
        return directory.resolve("backup.db");
    }

    private Stream<Named> calls() {
        return Stream.of(
                new Named("restore", fastMigrate -> fastMigrate.restore(backup())),
                new Named("version", FastMigrate::version),
                new Named("status", FastMigrate::status),
                new Named("plan", FastMigrate::plan),
                new Named("migrate", FastMigrate::migrate),
                new Named("create", FastMigrate::create),
                new Named("backUp", FastMigrate::backUp),
                new Named("rehearse", FastMigrate::rehearse),
                new Named("rebuildScript", fastMigrate -> fastMigrate.rebuildScript("b")));
    }

    @TestFactory
    Stream<DynamicTest> tellsThatItWaitsAndGoesOnWhenTheOtherOneEnds() {
        return tests((call, builder) -> {
            try (Connection other = exclusive()) {
                boolean[] told = {false};
                FastMigrate fastMigrate = onWaiting(builder.lockTimeout(Duration.ofMinutes(5)), () -> {
                    told[0] = true;
                    Sql.run(other, "COMMIT");
                });
                call.on(fastMigrate);
                assertThat(told[0]).isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> reportsTheTimeThatItWaited() {
        return tests((call, builder) -> {
            try (Connection other = exclusive()) {
                FastMigrate fastMigrate =
                        builder.lockTimeout(Duration.ofMillis(100)).build();
                LockTimeoutException timeout = timeout(catchThrowable(() -> call.on(fastMigrate)));
                assertThat(timeout.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
                assertThat(timeout)
                        .hasMessageContaining("waited " + timeout.waited().toMillis() / 1000.0 + " s");
                Sql.run(other, "COMMIT");
            }
        });
    }

    private interface Trial {
        void of(Call call, FastMigrateBuilder builder) throws Exception;
    }

    /** By the path, and with a pool of one connection. */
    private Stream<DynamicTest> tests(Trial trial) {
        Stream<DynamicTest> byPath =
                calls().map(named -> DynamicTest.dynamicTest(named.name(), () -> trial.of(named.call(), builder())));
        Stream<DynamicTest> ofOne = calls().map(named -> DynamicTest.dynamicTest(named.name() + " of one", () -> {
            sandbox.execute("DROP TABLE IF EXISTS a; UPDATE _meta SET version = 0");
            try (OneConnection one = OneConnection.to(sandbox.database())) {
                trial.of(named.call(), FastMigrate.dataSource(one).migrations(sandbox.migrations()));
            }
        }));
        return Stream.concat(byPath, ofOne);
    }

    private static LockTimeoutException timeout(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LockTimeoutException timeout) {
                return timeout;
            }
        }
        throw new AssertionError("No wait ended: " + thrown, thrown);
    }

    private FastMigrateBuilder builder() {
        return FastMigrate.sqlite(sandbox.database()).migrations(sandbox.migrations());
    }

    private Connection exclusive() throws SQLException {
        Connection other = sandbox.connect();
        Sql.run(other, "BEGIN EXCLUSIVE");
        return other;
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static FastMigrate onWaiting(FastMigrateBuilder builder, Work work) {
        return builder.listener(new MigrationListener() {
                    private boolean done;

                    @Override
                    public void onWaiting(Duration waited, Optional<String> holder) {
                        if (!done) {
                            done = true;
                            try {
                                work.run();
                            } catch (SQLException e) {
                                throw new AssertionError(e);
                            }
                        }
                    }
                })
                .build();
    }
}

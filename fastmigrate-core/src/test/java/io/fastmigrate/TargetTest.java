package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that ends at a version which was set. */
class TargetTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void writeThreeScripts() throws IOException {
        sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0003-c.sql", "CREATE TABLE c (x);")
                .script("0007-g.sql", "CREATE TABLE g (x);");
    }

    private FastMigrate upTo(int number) {
        return sandbox.builder().target(number).build();
    }

    private List<String> tables() throws SQLException {
        return sandbox.query("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b', 'c', 'd', 'g') ORDER BY 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6})
    void runsUpToAndWithTheTarget(int target) throws SQLException {
        sandbox.managed();
        FastMigrate fastMigrate = upTo(target);

        assertThat(fastMigrate.plan().steps()).hasSize(2);
        assertThat(fastMigrate.rehearse().report().after()).isEqualTo(new Version(3));
        assertThat(fastMigrate.migrate().applied()).hasSize(2);
        assertThat(tables()).containsExactly("a", "c");
        Status status = fastMigrate.status();
        assertThat(status.state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(status.target()).isEqualTo(new Version(3));
        assertThat(status.pending()).isEmpty();
        assertThat(status.aboveTarget()).extracting(Script::fileName).containsExactly("0007-g.sql");
        assertThat(fastMigrate.verify()).isEqualTo(status);
        assertThat(fastMigrate.migrate().applied()).isEmpty();
    }

    @Test
    void goesOnWithAHigherTargetAndWithoutOne() throws SQLException {
        sandbox.managed();
        assertThat(upTo(1).migrate().after()).isEqualTo(new Version(1));
        assertThatExceptionOfType(DatabaseBehindException.class)
                .isThrownBy(upTo(3)::verify)
                .satisfies(e -> assertThat(e.pending()).hasSize(1));
        assertThat(upTo(3).migrate().after()).isEqualTo(new Version(3));
        assertThat(sandbox.builder().target(new Version(9999)).build().status().pending())
                .hasSize(1);
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(7));
        assertThat(sandbox.builder().build().migrate().warnings()).isEmpty();
        assertThat(tables()).containsExactly("a", "c", "g");
    }

    @Test
    void isUpToDateWhereTheScriptOfTheVersionIsGone() throws IOException {
        sandbox.script("0005-e.sql", "CREATE TABLE e (x);").managed();
        upTo(5).migrate();
        Files.delete(sandbox.migrations().resolve("0005-e.sql"));

        assertThat(upTo(5).status().state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(upTo(6).migrate().warnings()).isEmpty();
        assertThat(sandbox.builder().build().status().state()).isEqualTo(Status.State.PENDING);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void refusesATargetBelowTheVersion(Policy onAhead) throws SQLException {
        sandbox.managed().migrate();
        FastMigrate below = sandbox.builder().target(3).onAhead(onAhead).build();

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(below::migrate)
                .withMessage("The database is at version 7, above the target 3: " + sandbox.database())
                .satisfies(e -> assertThat(e.advice()).contains("set the target to 7 or higher"));
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(below::plan);
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(below::verify);
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(below::rehearse);
        assertThat(below.status().state()).isEqualTo(Status.State.AHEAD);
        assertThat(below.status().warnings()).singleElement().asString().contains("above the target 3");
        assertThat(tables()).containsExactly("a", "c", "g");
    }

    @Test
    void isAheadOfTheHighestScriptNotOfTheTarget() throws IOException {
        sandbox.managed().migrate();
        Files.delete(sandbox.migrations().resolve("0007-g.sql"));

        assertThat(upTo(8).migrate().warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.AHEAD);
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(upTo(3)::migrate);
        DatabaseAheadException ahead = catchThrowableOfType(
                DatabaseAheadException.class,
                sandbox.builder().target(8).onAhead(Policy.FAIL).build()::migrate);
        assertThat(ahead.target()).isEqualTo(new Version(3));
    }

    @Test
    void findsLateAndChangedScriptsAsWithoutATarget() throws IOException {
        sandbox.managed();
        upTo(3).migrate();
        sandbox.script("0002-b.sql", "CREATE TABLE b (x);");
        LateScriptException late = catchThrowableOfType(LateScriptException.class, upTo(3)::migrate);
        assertThat(late.advice()).contains("0008-b.sql");

        Files.delete(sandbox.migrations().resolve("0002-b.sql"));
        sandbox.script("0003-c.sql", "CREATE TABLE d (x);");
        assertThatExceptionOfType(ChangedScriptException.class).isThrownBy(upTo(3)::migrate);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_000})
    void refusesWhatIsNoNumberOfAScript(int number) {
        assertThatThrownBy(() -> upTo(number))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageEndingWith(": " + number);
    }

    @Test
    void runsNoJavaMigrationAboveTheTarget() throws SQLException {
        sandbox.managed();
        sandbox.builder()
                .target(4)
                .javaMigrations(List.of(table(2, "b"), table(5, "d")))
                .build()
                .migrate();
        assertThat(tables()).containsExactly("a", "b", "c");
    }

    private static JavaMigration table(int number, String name) {
        return new JavaMigration() {
            @Override
            public Version version() {
                return new Version(number);
            }

            @Override
            public String description() {
                return name;
            }

            @Override
            public void migrate(Connection connection) throws SQLException {
                try (var statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE " + name + " (x)");
                }
            }
        };
    }

    @Test
    void takesBackARunThatFailedBelowTheTarget() throws IOException, SQLException {
        sandbox.managed();
        upTo(1).migrate();
        sandbox.script("0004-d.py", "import sys\nsys.exit(3)\n");
        FastMigrate restoring = sandbox.builder().target(4).restoreOnFailure().build();

        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, restoring::migrate);
        assertThat(failure.report().after()).isEqualTo(new Version(1));
        assertThat(tables()).containsExactly("a");
        assertThat(upTo(3).migrate().after()).isEqualTo(new Version(3));
    }

    /** Two runs at once: the second one waits for the first, and then reads the version again. */
    private CompletableFuture<Report> runWhile(FastMigrateBuilder first, FastMigrateBuilder second) {
        CountDownLatch waits = new CountDownLatch(1);
        FastMigrate waiting = second.listener(new MigrationListener() {
                    @Override
                    public void onWaiting(Duration waited, Optional<String> holder) {
                        waits.countDown();
                    }
                })
                .build();
        CompletableFuture<Report> other = new CompletableFuture<>();
        first.listener(new MigrationListener() {
                    private boolean begun;

                    @Override
                    public void onStarted(Plan.Step step) {
                        if (!begun) {
                            begun = true;
                            other.completeAsync(waiting::migrate);
                            await(waits);
                        }
                    }
                })
                .build()
                .migrate();
        return other;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void goesOnWhereARunWithALowerTargetEnded() throws SQLException {
        sandbox.managed();
        Report report = runWhile(sandbox.builder().target(1), sandbox.builder().target(3))
                .join();
        assertThat(report.applied()).extracting(HistoryEntry::version).containsExactly(new Version(3));
        assertThat(tables()).containsExactly("a", "c");
    }

    @Test
    void saysThatARunWithAHigherTargetWentPastIt() throws SQLException {
        sandbox.managed();
        CompletableFuture<Report> lower =
                runWhile(sandbox.builder().target(3), sandbox.builder().target(1));
        assertThatThrownBy(lower::join)
                .hasRootCauseInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("The database is at version 3, above the target 1");
        assertThat(tables()).containsExactly("a", "c");
    }

    @Test
    void appliesToEachDatabaseOfAFleet() {
        sandbox.managed().migrate();
        Sandbox other = new Sandbox(directory.resolve("other.db"), sandbox.migrations());
        other.managed();
        Fleet fleet = Fleet.of(List.of(upTo(3), other.builder().target(3).build()));

        assertThat(fleet.migrate().failed())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.failure()).get().isInstanceOf(InvalidSettingException.class));
        assertThat(other.builder().build().version()).isEqualTo(new Version(3));
    }
}

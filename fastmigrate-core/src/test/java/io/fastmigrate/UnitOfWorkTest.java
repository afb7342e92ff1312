package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is the same for one script in a transaction and for several. */
class UnitOfWorkTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void skipsWhatAnotherProcessDidInTheMeantime(TransactionScope scope) throws IOException, SQLException {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0002-b.sql", "INSERT INTO a VALUES (2);");
        sandbox.managed();

        Report report = sandbox.builder()
                .transaction(scope)
                .listener(new MigrationListener() {
                    @Override
                    public void onPlanned(Plan plan) {
                        execute(sandbox, "CREATE TABLE a (x); UPDATE _meta SET version = 1;");
                    }
                })
                .build()
                .migrate();

        assertThat(report.after()).isEqualTo(new Version(2));
        assertThat(report.applied()).extracting(HistoryEntry::version).containsExactly(new Version(2));
        assertThat(sandbox.query("SELECT x FROM a")).containsExactly("2");
    }

    @Test
    void tellsOfAScriptOnceThatRunsASecondTime() throws IOException, SQLException {
        List<Integer> started = new ArrayList<>();
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1);")
                .script("0002-b.sql", "SELECT 1;\nINSERT OR ROLLBACK INTO a VALUES (1);\nSELECT 2;");
        sandbox.managed();

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder()
                        .transaction(TransactionScope.RUN)
                        .listener(new MigrationListener() {
                            @Override
                            public void onStarted(Plan.Step step) {
                                started.add(step.script().version().number());
                            }
                        })
                        .build()
                        .migrate())
                .satisfies(e -> assertThat(e.script().fileName()).isEqualTo("0002-b.sql"));

        assertThat(started).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatItsScriptRolledBackLeftNothingToRestore(TransactionScope scope) throws IOException {
        Sandbox sandbox = Sandbox.in(directory)
                .script(
                        "0001-a.sql",
                        "CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1);\nINSERT OR ROLLBACK INTO a VALUES (1);");
        sandbox.managed();

        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class,
                () -> sandbox.builder()
                        .transaction(scope)
                        .restoreOnFailure()
                        .build()
                        .migrate());

        assertThat(failure).hasMessageContaining("so the backup was not restored");
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptAfterAScriptKeepsTheNextFromRunning(TransactionScope scope) throws IOException, SQLException {
        List<Integer> ran = new ArrayList<>();
        Sandbox sandbox = Sandbox.in(directory);
        sandbox.managed();
        FastMigrate fastMigrate = sandbox.builder()
                .transaction(scope)
                .javaMigrations(List.of(new Interrupting(1, ran), new Interrupting(2, ran)))
                .build();

        assertThatExceptionOfType(MigrationInterruptedException.class).isThrownBy(fastMigrate::migrate);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran).containsExactly(1);
    }

    private record Interrupting(int number, List<Integer> ran) implements JavaMigration {
        @Override
        public Version version() {
            return new Version(number);
        }

        @Override
        public String description() {
            return "interrupts";
        }

        @Override
        public void migrate(Connection connection) {
            ran.add(number);
            Thread.currentThread().interrupt();
        }
    }

    private static void execute(Sandbox sandbox, String sql) {
        try (Connection connection = sandbox.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

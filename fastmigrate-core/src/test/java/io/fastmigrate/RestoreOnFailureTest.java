package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failed run is taken back, and what others have committed is not. */
class RestoreOnFailureTest {

    private static final String WRITES = """
        import sqlite3, sys
        db = sqlite3.connect(sys.argv[1])
        db.execute("INSERT INTO t VALUES ('process')")
        db.commit()
        """;

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void migrateToVersionOne() throws IOException {
        sandbox = Sandbox.in(directory)
                .script("0001-create.sql", "CREATE TABLE t (a); CREATE TABLE orders (id INTEGER PRIMARY KEY);");
        sandbox.managed().migrate();
    }

    private FastMigrateBuilder restoring() {
        return sandbox.builder().restoreOnFailure();
    }

    private ScriptFailedException failure(FastMigrateBuilder builder) {
        return catchThrowableOfType(
                ScriptFailedException.class, () -> builder.build().migrate());
    }

    /** The application, which commits an order when a script starts. */
    private MigrationListener ordersAt(String script) {
        return new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                if (step.script().fileName().equals(script)) {
                    order();
                }
            }
        };
    }

    private void order() {
        try {
            sandbox.execute("INSERT INTO orders DEFAULT VALUES");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> orders() throws SQLException {
        return sandbox.query("SELECT id FROM orders");
    }

    private void journalMode(String mode) throws SQLException {
        try (Connection connection = sandbox.connect()) {
            Sandbox.query(connection, "PRAGMA journal_mode = " + mode);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void keepsWhatOthersCommittedBetweenTwoScripts(String mode) throws IOException, SQLException {
        journalMode(mode);
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');").script("0003-fails.sql", "nonsense;");

        ScriptFailedException failure = failure(restoring().listener(ordersAt("0003-fails.sql")));

        assertThat(orders()).containsExactly("1");
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("more");
        Path backup = failure.report().backup().orElseThrow();
        assertThat(failure)
                .hasMessageContaining("The database is at version 2")
                .hasMessageContaining("NOT restored, because another program has committed")
                .hasMessageContaining(backup.toString());
        assertThat(failure.advice())
                .contains("keep the database, with the changes of this run and of others")
                .contains(
                        "fastmigrate restore --db " + sandbox.database() + " --discard-newer " + backup,
                        "loses everything that was committed since");
        assertThat(failure.report().applied()).hasSize(1);
        assertThat(failure.report().after()).isEqualTo(new Version(2));
        assertThat(Sandbox.query(backup, "SELECT count(*) FROM orders")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0002-fails.sql", "0002-fails.sh"})
    void restoresNothingAfterAScriptThatLeftNothing(String script) throws IOException, SQLException {
        sandbox.script(script, script.endsWith("sh") ? "exit 3\n" : "INSERT INTO t VALUES ('half'); nonsense;");

        ScriptFailedException failure = failure(restoring().listener(ordersAt(script)));

        assertThat(orders()).containsExactly("1");
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
        assertThat(failure)
                .hasMessageContaining("The database is at version 1, as before this run.")
                .hasMessageNotContaining("restored from");
    }

    @Test
    void restoresNothingAfterALockThatWasNotHad() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');");
        try (Connection application = sandbox.connect();
                Statement statement = application.createStatement()) {
            MigrationListener blocks = new MigrationListener() {
                @Override
                public void onStarted(Plan.Step step) {
                    try {
                        order();
                        statement.execute("BEGIN IMMEDIATE");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            ScriptFailedException failure =
                    failure(restoring().lockTimeout(Duration.ofMillis(50)).listener(blocks));
            assertThat(failure).hasMessageContaining("locked").hasMessageNotContaining("restored from");
            statement.execute("ROLLBACK");
        }
        assertThat(orders()).containsExactly("1");
    }

    /** The script itself writes nothing; but whoever else commits in the meantime must not lose it. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void keepsWhatOthersCommittedWhileAProcessRan(String mode) throws IOException, SQLException {
        journalMode(mode);
        Path go = directory.resolve("go");
        sandbox.script("0002-waits.sh", "echo waits\nuntil [ -e '" + go + "' ]; do sleep 0.01; done\nexit 3\n");
        MigrationListener application = new MigrationListener() {
            @Override
            public void onOutput(Script script, String line) {
                try {
                    order();
                    Files.createFile(go);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        ScriptFailedException failure = failure(restoring().listener(application));

        assertThat(orders()).containsExactly("1");
        assertThat(failure)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("was changed while 0002-waits.sh ran, and it is not known");
        assertThat(failure.advice()).contains("--discard-newer");
    }

    @Test
    void saysThatItCannotTellWhoWroteWhileAProcessThatWritesRan() throws IOException, SQLException {
        sandbox.script("0002-writes.py", WRITES).script("0003-fails.sql", "nonsense;");

        ScriptFailedException failure = failure(restoring());

        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("process");
        assertThat(failure).hasMessageContaining("was changed while 0002-writes.py ran, and it is not known");
    }

    @Test
    void putsBackAlsoWhereTheRunItselfLeftTheWriteAheadLog() throws IOException, SQLException {
        journalMode("WAL");
        sandbox.script("0002-first.sql", "INSERT INTO t VALUES ('first');")
                .script("0003-mode.sql", "PRAGMA journal_mode = DELETE;\nINSERT INTO t VALUES ('more');")
                .script("0004-fails.sql", "nonsense;");

        assertThat(failure(restoring())).hasMessageContaining("it was restored from");
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
    }

    @Test
    void noticesThatTheFileWasReplaced() throws IOException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');")
                .script("0003-moves.sh", "cp \"$1\" \"$1.new\"; mv \"$1.new\" \"$1\"; exit 3\n");

        assertThat(failure(restoring()))
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("was changed while 0003-moves.sh ran");
    }

    /** Scripts of every kind that leave the connection in need of another one, and what only this run has done. */
    @ParameterizedTest
    @CsvSource({"DELETE, DELETE", "DELETE, WAL", "WAL, WAL", "PERSIST, DELETE"})
    void putsBackWhatOnlyThisRunHasDone(String before, String inTheRun) throws IOException, SQLException {
        journalMode(before);
        String mode = inTheRun.equals("WAL") ? "PRAGMA journal_mode = WAL;\n" : "";
        sandbox.script("0002-head.sql", mode + "CREATE TABLE u (a); INSERT INTO u VALUES (2);")
                .script("0003-singly.sql", "INSERT INTO t VALUES ('half'); VACUUM; INSERT INTO t VALUES ('other');")
                .script("0004-process.sh", "echo nothing\n")
                .script("0005-tail.sql", "INSERT INTO t VALUES ('more'); PRAGMA optimize; VACUUM;")
                .script("0006-fails.sql", "INSERT INTO t VALUES ('six'); VACUUM; nonsense;");

        try (Connection application = sandbox.connect()) {
            Sandbox.query(application, "SELECT count(*) FROM orders");
            assertThat(failure(restoring())).hasMessageContaining("it was restored from");
            assertThat(Sandbox.query(application, "SELECT count(*) FROM t")).containsExactly("0");
        }

        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name = 'u'"))
                .isEmpty();
        assertThat(sandbox.builder().build().version()).isEqualTo(new Version(1));
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(Sandbox.names(directory))
                .allMatch(name -> name.equals("app.db") || name.equals("migrations") || name.endsWith(".backup"));
    }

    private record Throws(Throwable thrown) implements JavaMigration {
        @Override
        public Version version() {
            return new Version(3);
        }

        @Override
        public String description() {
            return "throws";
        }

        @Override
        public void migrate(Connection connection) throws SQLException {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    @Test
    void putsBackBeforeAnErrorGoesOn() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');");
        Error error = new StackOverflowError("too deep");
        FastMigrate fastMigrate =
                restoring().javaMigrations(List.of(new Throws(error))).build();

        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(fastMigrate::migrate)
                .satisfies(e -> assertThat(e.getSuppressed()[0])
                        .isInstanceOf(ScriptFailedException.class)
                        .hasMessageContaining("it was restored from"));
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
    }

    @Test
    void aListenerThatThrowsKeepsNothingFromBeingPutBack() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');").script("0003-fails.sql", "nonsense;");
        MigrationListener throwing = new MigrationListener() {
            @Override
            public void onFailed(ScriptFailedException failure) {
                throw new AssertionError("from a listener");
            }
        };

        assertThat(failure(restoring().listener(throwing))).hasMessageContaining("it was restored from");
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {30L * 24 * 3600, 1000L * 365 * 24 * 3600, Long.MAX_VALUE})
    void waitsForAsLongAsOneLikes(long seconds) throws IOException, SQLException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');")
                .script("0003-process.sh", "exit 0\n")
                .script("0004-fails.sql", "nonsense;");

        ScriptFailedException failure = failure(restoring()
                .lockTimeout(Duration.ofSeconds(seconds))
                .scriptTimeout(Duration.ofSeconds(seconds))
                .hookTimeout(Duration.ofSeconds(seconds)));

        assertThat(failure).hasMessageContaining("nonsense").hasMessageContaining("it was restored from");
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
    }

    @Test
    void keepsTheScriptsOwnErrorWhereTheBackupIsGone() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES ('more');").script("0003-fails.sql", "nonsense;");
        MigrationListener removes = new MigrationListener() {
            @Override
            public void onStarted(Plan.Step step) {
                for (Path backup : sandbox.builder().build().backups()) {
                    try {
                        Files.delete(backup);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };

        ScriptFailedException failure = failure(restoring().listener(removes));

        assertThat(failure).hasMessageContaining("nonsense").hasMessageContaining("could NOT be restored");
        assertThat(failure.getSuppressed()[0]).isInstanceOf(BackupFailedException.class);
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("more");
    }
}

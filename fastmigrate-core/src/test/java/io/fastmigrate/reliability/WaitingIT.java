package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingIT {

    @TempDir
    Path directory;

    private Fixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        fixture = Fixture.in(directory).script("0001-t.sql", "CREATE TABLE t (x); INSERT INTO t VALUES (1);");
    }

    /** An application that takes the database when it is told to, and gives it back when somebody waits for it. */
    private final class Application implements MigrationListener, AutoCloseable {

        private final Connection connection = fixture.open();
        private final String begin;
        private final int version;
        private boolean holds;
        private boolean waited;

        Application(String begin, int version) throws SQLException {
            this.begin = begin;
            this.version = version;
        }

        private void run(String sql) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onStarted(Plan.Step step) {
            if (version == 0) {
                take();
            }
        }

        @Override
        public void onApplied(HistoryEntry entry) {
            if (entry.version().number() == version) {
                take();
            }
        }

        private void take() {
            if (!waited && !holds) {
                run(begin);
                run("SELECT * FROM _meta");
                holds = true;
            }
        }

        @Override
        public void onWaiting(Duration time, Optional<String> holder) {
            if (holds) {
                waited = true;
                run("COMMIT");
                holds = false;
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private void migratesAfterWaitingFor(String begin, int version) throws Exception {
        try (Application application = new Application(begin, version)) {
            fixture.builder().listener(application).build().migrate();
            assertThat(application.waited).isTrue();
        }
        assertThat(fixture.build().status().pending()).isEmpty();
    }

    @Test
    void waitsForAWriter() throws Exception {
        migratesAfterWaitingFor("BEGIN IMMEDIATE", 0);
    }

    @Test
    void waitsForAReaderThatKeepsItFromCommitting() throws Exception {
        migratesAfterWaitingFor("BEGIN", 0);
    }

    @Test
    void waitsForAWriterBeforeAProcess() throws Exception {
        fixture.script("0002-p.sh", "exit 0\n");
        migratesAfterWaitingFor("BEGIN EXCLUSIVE", 1);
    }

    @Test
    void waitsForAWriterInAScriptThatRunsAsItIs() throws Exception {
        fixture.script("0002-v.sql", "INSERT INTO t VALUES (2); VACUUM; INSERT INTO t VALUES (3);");
        migratesAfterWaitingFor("BEGIN IMMEDIATE", 1);
        assertThat(fixture.number("SELECT count(*) FROM t")).isEqualTo(3);
    }

    @Test
    void waitsForAReaderAtTheTailOfAScript() throws Exception {
        fixture.script("0002-v.sql", "PRAGMA journal_mode = WAL; INSERT INTO t VALUES (2);");
        migratesAfterWaitingFor("BEGIN", 1);
        assertThat(fixture.text("PRAGMA journal_mode")).isEqualTo("wal");
    }

    @Test
    void givesUpAfterTheLockTimeoutWithNothingChanged() throws Exception {
        try (Connection writer = fixture.open();
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> fixture.builder()
                            .lockTimeout(Duration.ofMillis(200))
                            .build()
                            .migrate())
                    .isInstanceOf(ScriptFailedException.class)
                    .hasMessageContaining("is locked by another connection of this program")
                    .hasCauseInstanceOf(LockTimeoutException.class);
            statement.execute("ROLLBACK");
        }
        assertThat(fixture.build().version().number()).isZero();
        assertThat(Trees.names(directory)).containsExactly("app.db", "migrations");
    }

    @Test
    void givesUpOnAReaderThatNeverEndsWithNothingChanged() throws Exception {
        try (Connection reader = fixture.open();
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT * FROM _meta");
            assertThatThrownBy(() -> fixture.builder()
                            .lockTimeout(Duration.ofMillis(200))
                            .build()
                            .migrate())
                    .hasCauseInstanceOf(LockTimeoutException.class);
        }
        assertThat(fixture.build().version().number()).isZero();
    }

    /** The cache is full long before the end; what waits for the reader is the commit alone. */
    @Test
    void growsItsCacheWhereAReaderKeepsItFromWriting() throws Exception {
        fixture.script(
                "0002-big.sql",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " INSERT INTO t SELECT randomblob(400) FROM n; INSERT INTO t VALUES (3);");
        migratesAfterWaitingFor("BEGIN", 1);
        assertThat(fixture.number("SELECT count(*) FROM t")).isEqualTo(20002);
    }
}

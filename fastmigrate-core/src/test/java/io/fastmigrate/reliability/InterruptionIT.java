package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.error.MigrationInterruptedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionIT {

    private static final long PATIENCE_MILLIS = 30_000;

    @TempDir
    Path directory;

    private Fixture fixture;
    private final CountDownLatch busy = new CountDownLatch(1);

    @BeforeEach
    void prepare() throws Exception {
        fixture = Fixture.in(directory).script("0001-t.sql", "CREATE TABLE t (x);");
        fixture.build().migrate();
    }

    private final class Watch implements MigrationListener {

        private final String event;

        Watch(String event) {
            this.event = event;
        }

        private void saw(String what) {
            if (what.equals(event)) {
                busy.countDown();
            }
        }

        @Override
        public void onStarted(Plan.Step step) {
            saw("started");
        }

        @Override
        public void onProgress(MigrationListener.Progress progress) {
            saw("progress");
        }

        @Override
        public void onOutput(Script script, String line) {
            saw("output");
        }

        @Override
        public void onWaiting(Duration waited, Optional<String> holder) {
            saw("waiting");
        }
    }

    /** Interrupts a run when it tells of an event; it must end, with the script rolled back. */
    private void interruptedAt(String event) throws Exception {
        FastMigrate fastMigrate = fixture.builder().listener(new Watch(event)).build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread run = new Thread(() -> {
            try {
                fastMigrate.migrate();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        run.start();
        busy.await();
        LockSupport.parkNanos(50_000_000);
        run.interrupt();
        run.join(PATIENCE_MILLIS);
        assertThat(run.isAlive()).as("it goes on").isFalse();
        assertThat(thrown.get()).isInstanceOf(MigrationInterruptedException.class);
        assertThat(fixture.build().version().number()).isEqualTo(1);
        assertThat(fixture.number("SELECT count(*) FROM t")).isZero();
        assertThat(Trees.names(directory)).containsExactly("app.db", "migrations");
    }

    @Test
    void rollsBackALongStatement() throws Exception {
        fixture.script("0002-long.sql", "INSERT INTO t VALUES (1);\n" + Fixture.ENDLESS);
        interruptedAt("started");
    }

    @Test
    void rollsBackALongStatementInItsOwnTransaction() throws Exception {
        fixture.script("0002-long.sql", "BEGIN;\nINSERT INTO t VALUES (1);\n" + Fixture.ENDLESS + "COMMIT;");
        interruptedAt("started");
    }

    @Test
    void rollsBackAScriptOfManyStatements() throws Exception {
        fixture.script("0002-many.sql", "INSERT INTO t VALUES (1);\n".repeat(700_000));
        interruptedAt("progress");
    }

    @Test
    void stopsWaitingForAWriter() throws Exception {
        fixture.script("0002-row.sql", "INSERT INTO t VALUES (1);");
        try (Connection writer = fixture.open();
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            waitsWhile();
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void stopsWaitingForAReader() throws Exception {
        fixture.script("0002-row.sql", "INSERT INTO t VALUES (1);");
        try (Connection reader = fixture.open();
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT * FROM t");
            waitsWhile();
        }
    }

    @Test
    void stopsWaitingForAnotherStarter() throws Exception {
        fixture.script("0002-row.sql", "INSERT INTO t VALUES (1);");
        try (ChildJvm other = ChildJvm.migrating(
                "migrate", fixture.database().toString(), fixture.migrations().toString(), "planned", "-")) {
            other.prints("at planned");
            FastMigrate fastMigrate =
                    fixture.builder().listener(new Watch("waiting")).build();
            Thread run = new Thread(fastMigrate::migrate);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            run.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            run.start();
            busy.await();
            run.interrupt();
            run.join(PATIENCE_MILLIS);
            assertThat(thrown.get()).isInstanceOf(MigrationInterruptedException.class);
            other.kill();
        }
        fixture.build().migrate();
        assertThat(fixture.number("SELECT count(*) FROM t")).isEqualTo(1);
    }

    private void waitsWhile() throws Exception {
        interruptedAt("waiting");
    }

    @Test
    void endsTheProcessOfAScript() throws Exception {
        fixture.script("0002-wait.sh", "echo $$ > \"$1.pid\"; echo there; sleep 1000 & wait\n");
        FastMigrate fastMigrate =
                fixture.builder().listener(new Watch("output")).build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread run = new Thread(fastMigrate::migrate);
        run.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        run.start();
        busy.await();
        run.interrupt();
        run.join(PATIENCE_MILLIS);
        assertThat(thrown.get()).isInstanceOf(MigrationInterruptedException.class);
        String pid = java.nio.file.Files.readString(Path.of(fixture.database() + ".pid"))
                .strip();
        assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(fixture.build().version().number()).isEqualTo(1);
    }
}

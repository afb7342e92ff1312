package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Report;
import io.fastmigrate.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that stands still for longer than its lease, by SIGSTOP, and then goes on as if nothing had been. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class PausedProcessIT {

    private static final CountDownLatch[] LATCHES = {new CountDownLatch(0), new CountDownLatch(0)};

    @TempDir
    Path directory;

    private Server server;
    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    PausedProcessIT() {}

    /** What scripts call, on the server, which runs in this process. */
    public static final class Nap {

        private Nap() {}

        /** Says that it is called, and returns when it may. */
        public static int nap() throws InterruptedException {
            LATCHES[0].countDown();
            LATCHES[1].await();
            return 1;
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        LATCHES[0] = new CountDownLatch(1);
        LATCHES[1] = new CountDownLatch(1);
        server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
                .start();
        db = new Workshop("jdbc:h2:tcp://localhost:" + server.getPort() + "/./app", directory);
        db.script(
                "0001-log.sql",
                "CREATE TABLE log (script INTEGER);\nINSERT INTO log VALUES (1);\nCREATE ALIAS nap FOR '"
                        + Nap.class.getName() + ".nap';\n");
        db.migrate();
    }

    @AfterEach
    void stopServer() {
        LATCHES[1].countDown();
        server.stop();
    }

    private static void signal(String signal, MigratingProcess process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private MigratingProcess pausedInNap() throws Exception {
        MigratingProcess process = MigratingProcess.of(db.url(), db.directory(), MigratingProcess.NEVER);
        if (!LATCHES[0].await(3, TimeUnit.MINUTES)) {
            throw new AssertionError(process.exitCode() + ": " + process.output());
        }
        signal("STOP", process);
        LATCHES[1].countDown();
        return process;
    }

    @Test
    void cannotWriteOnceAnotherProcessTookOver() throws Exception {
        db.script(
                "0002-definition.sql",
                "INSERT INTO log VALUES (21);\nCREATE TABLE copy AS SELECT nap() AS x;\nINSERT INTO log VALUES (22);\n");
        MigratingProcess paused = pausedInNap();
        assertThat(db.migrate().after()).isEqualTo(new Version(2));
        signal("CONT", paused);
        assertThat(paused.exitCode()).isEqualTo(1);
        assertThat(paused.output()).contains("the migration lock could not be renewed in time");
        assertThat(db.query("SELECT script FROM log ORDER BY script")).containsExactly("1", "21", "22");
        assertThat(db.query("SELECT version FROM _fastmigrate_progress WHERE version > 0"))
                .as("what it wrote when it went on")
                .isEmpty();
    }

    @Test
    void keepsOthersOutUntilItsTransactionEnds() throws Exception {
        db.script("0002-rows.sql", "INSERT INTO log VALUES (21);\nCALL nap();\nINSERT INTO log VALUES (22);\n")
                .script("0003-rows.sql", "INSERT INTO log VALUES (3);\n");
        MigratingProcess paused = pausedInNap();
        CompletableFuture<Report> taker = CompletableFuture.supplyAsync(
                () -> db.builder().lockTimeout(Duration.ofMinutes(3)).build().migrate());
        String before = db.query("SELECT token FROM _fastmigrate_lock").get(0);
        while (db.query("SELECT token FROM _fastmigrate_lock").contains(before)) {
            assertThat(taker).isNotDone();
            Thread.sleep(100);
        }
        signal("CONT", paused);
        assertThat(taker.get().applied())
                .extracting(entry -> entry.version().number())
                .containsExactly(3);
        assertThat(paused.exitCode()).as(paused.output()).isEqualTo(1);
        assertThat(db.query("SELECT script FROM log ORDER BY script")).containsExactly("1", "3", "21", "22");
    }
}

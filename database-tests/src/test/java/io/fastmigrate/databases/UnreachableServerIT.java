package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are not there, not yet there, or no longer there, and users who may not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class UnreachableServerIT {

    private static final String SECRET = "hush-0pen";

    /** No one is there by definition: https://www.rfc-editor.org/rfc/rfc5737. */
    private static final String NOWHERE = "192.0.2.1";

    @TempDir
    Path directory;

    private Workshop scripts;

    @SuppressWarnings("NullAway") // set before each test
    UnreachableServerIT() {}

    @BeforeEach
    void write() throws Exception {
        scripts = new Workshop("jdbc:h2:mem:unused", directory);
    }

    private FastMigrateBuilder builder(String url) {
        return FastMigrate.database(url).migrations(scripts.directory()).connectTimeout(Duration.ofMillis(300));
    }

    private static <T extends FastMigrateException> T failure(Class<T> type, Runnable work) {
        Throwable failure = catchThrowable(work::run);
        assertThat(failure).isInstanceOf(type);
        T known = type.cast(failure);
        StringWriter text = new StringWriter();
        known.printStackTrace(new PrintWriter(text));
        assertThat(known.advice()).isNotBlank().doesNotContain(SECRET);
        assertThat(text.toString()).doesNotContain(SECRET);
        return known;
    }

    private static void isRefused(Problem problem, String says, FastMigrateBuilder builder) {
        DatabaseUnusableException failure =
                failure(DatabaseUnusableException.class, () -> builder.build().migrate());
        assertThat(failure.problem()).as(failure.getMessage()).isEqualTo(problem);
        assertThat(failure).hasMessageContaining(says);
    }

    private void prepareNap(Workshop db) throws Exception {
        scripts.script(
                "0001-log.sql",
                "CREATE TABLE log (script INTEGER);\nINSERT INTO log VALUES (1);\nCREATE TABLE nap (seconds INTEGER);\n"
                        + "INSERT INTO nap VALUES (600);\n");
        db.migrate();
    }

    @Test
    void goesOnAfterPostgresWasRestartedInTheMiddle() throws Exception {
        try (PostgresServer server = PostgresServer.running(directory.resolve("data"))) {
            Workshop db = new Workshop(server.url("postgres"), directory);
            prepareNap(db);
            scripts.script(
                    "0002-nap.sql",
                    "INSERT INTO log VALUES (2);\nSELECT pg_sleep(seconds) FROM nap;\nINSERT INTO log VALUES (20);\n");
            CompletableFuture<ScriptFailedException> failed = CompletableFuture.supplyAsync(() -> failure(
                    ScriptFailedException.class, () -> builder(db.url()).build().migrate()));
            while (db.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(seconds)%'")
                    .isEmpty()) {
                Thread.sleep(20);
            }
            db.execute("UPDATE nap SET seconds = 0");
            server.stop();
            assertThat(failed.get()).hasMessageContaining("terminating connection");
            assertThat(failed.get().advice()).contains("Check that the server runs", "migrate again");
            server.start();
            assertThat(db.query("SELECT script FROM log")).containsExactly("1");
            assertThat(db.version()).isEqualTo(1);
            assertThat(db.migrate().after()).isEqualTo(new Version(2));
            assertThat(db.query("SELECT script FROM log")).containsExactly("1", "2", "20");
        }
    }

    @Test
    void goesOnAfterMariaDbWasRestartedInTheMiddle() throws Exception {
        try (MariaServer server = MariaServer.running()) {
            Workshop db = new Workshop(server.url("test"), directory);
            prepareNap(db);
            scripts.script(
                    "0002-nap.sql",
                    "INSERT INTO log VALUES (2);\nALTER TABLE log ADD COLUMN note VARCHAR(9);\n"
                            + "INSERT INTO log (script) VALUES (20);\nSELECT SLEEP(seconds) FROM nap;\n"
                            + "INSERT INTO log (script) VALUES (21);\n");
            CompletableFuture<ScriptFailedException> failed = CompletableFuture.supplyAsync(() -> failure(
                    ScriptFailedException.class, () -> builder(db.url()).build().migrate()));
            while (db.query("SELECT 1 FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(seconds)%'")
                    .isEmpty()) {
                Thread.sleep(20);
            }
            db.execute("UPDATE nap SET seconds = 0");
            server.stop();
            assertThat(failed.get()).hasMessageContaining("Its first 2 statements are applied");
            assertThat(failed.get().advice()).contains("migrate again");
            server.start();
            assertThat(db.query("SELECT script FROM log")).containsExactly("1", "2");
            assertThat(db.version()).isEqualTo(1);
            assertThat(db.migrate().after()).isEqualTo(new Version(2));
            assertThat(db.query("SELECT script FROM log")).containsExactly("1", "2", "20", "21");
        }
    }

    /** Something hangs up on the first callers, so that it is known that they called before there was a server. */
    private CompletableFuture<Report> startBefore(int port, String url) throws Exception {
        Semaphore calls = new Semaphore(0);
        try (ServerSocket listener = new ServerSocket(port)) {
            Thread hangingUp = new Thread(() -> hangUp(listener, calls));
            hangingUp.start();
            CompletableFuture<Report> report = CompletableFuture.supplyAsync(() ->
                    builder(url).connectTimeout(Duration.ofMinutes(3)).build().migrate());
            while (!calls.tryAcquire(2, 100, TimeUnit.MILLISECONDS)) {
                assertThat(report).isNotDone();
            }
            assertThat(report).isNotDone();
            return report;
        }
    }

    private static void hangUp(ServerSocket listener, Semaphore calls) {
        try {
            while (true) {
                listener.accept().close();
                calls.release();
            }
        } catch (IOException e) {
            // The socket is closed: the server's turn.
            return;
        }
    }

    @Test
    void waitsForPostgresThatStartsLater() throws Exception {
        scripts.script("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
        try (PostgresServer server = PostgresServer.running(directory.resolve("data"))) {
            builder(server.url("postgres")).build().create();
            server.stop();
            CompletableFuture<Report> report = startBefore(server.port(), server.url("postgres"));
            server.start();
            assertThat(report.get().after()).isEqualTo(new Version(1));
        }
    }

    @Test
    void waitsForMariaDbThatStartsLater() throws Exception {
        scripts.script("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
        try (MariaServer server = MariaServer.running()) {
            builder(server.url("test")).build().create();
            server.stop();
            CompletableFuture<Report> report = startBefore(server.port(), server.url("test"));
            server.start();
            assertThat(report.get().after()).isEqualTo(new Version(1));
        }
    }

    @Test
    void saysThatNoWayLeadsThere() {
        for (String scheme : new String[] {"postgresql", "mariadb"}) {
            isRefused(
                    Problem.UNREACHABLE,
                    "cannot be reached",
                    builder("jdbc:" + scheme + "://" + NOWHERE + "/app")
                            .username("ada")
                            .password(SECRET));
        }
    }

    @Test
    void saysWhatIsWrongWithTheUserOfPostgres() throws Exception {
        try (PostgresServer server = PostgresServer.running(directory.resolve("data"))) {
            String url = server.url("postgres");
            Servers.execute(url, "CREATE ROLE ada LOGIN PASSWORD '" + SECRET + "'");
            server.askPassword("ada");
            FastMigrateBuilder ada =
                    builder(server.url("postgres").replaceFirst("\\?.*", "")).username("ada");
            isRefused(Problem.NO_ACCESS, "rejected the login of user ada", ada.password(SECRET + "!"));
            assertThat(failure(
                            DatabaseNotFoundException.class,
                            () -> builder(server.url("wrong").replaceFirst("\\?.*", ""))
                                    .username("ada")
                                    .password(SECRET)
                                    .build()
                                    .migrate()))
                    .hasMessageContaining("/wrong");
            scripts.script("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
            builder(url).build().create();
            isRefused(Problem.NO_ACCESS, "permission denied", ada.password(SECRET));
            Servers.execute(url, "GRANT SELECT, UPDATE ON _meta TO ada");
            Throwable noDefinitions = failure(
                    FastMigrateException.class,
                    () -> ada.withoutHistory().build().migrate());
            assertThat(noDefinitions).hasMessageContaining("permission denied for schema public");
            assertThat(((FastMigrateException) noDefinitions).advice())
                    .contains("Migrate as a user who has the privileges");
        }
    }

    @Test
    void saysWhatIsWrongWithTheUserOfMariaDb() throws Exception {
        String url = Servers.maria();
        String plain = url.replaceFirst("\\?.*", "");
        Servers.execute(url, "CREATE OR REPLACE USER 'eve'@'localhost' IDENTIFIED BY '" + SECRET + "'");
        FastMigrateBuilder eve = builder(plain).username("eve");
        isRefused(Problem.NO_ACCESS, "Access denied", eve.password(SECRET + "!"));
        assertThat(failure(
                        DatabaseNotFoundException.class,
                        () -> builder(Servers.maria("wrong")).build().migrate()))
                .hasMessageContaining("/wrong");
        scripts.script("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
        builder(url).build().create();
        String all = plain.substring(plain.lastIndexOf('/') + 1) + ".*";
        Servers.execute(url, "GRANT SELECT, INSERT, UPDATE, DELETE ON " + all + " TO 'eve'@'localhost'");
        FastMigrateException noDefinitions = failure(
                FastMigrateException.class,
                () -> eve.password(SECRET).withoutHistory().build().migrate());
        assertThat(noDefinitions).hasMessageContaining("CREATE command denied");
        assertThat(noDefinitions.advice()).contains("Migrate as a user who has the privileges");
    }
}

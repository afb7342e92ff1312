package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that follow another one: processes there wait for what is migrated at the other. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ReplicaIT {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    ReplicaIT() {}

    /** A process that waits, and says when it does. */
    private static final class Waiter {

        private final CountDownLatch waiting = new CountDownLatch(1);
        private final CompletableFuture<Report> report;

        Waiter(String url, Path migrations) {
            FastMigrate fastMigrate = FastMigrate.database(url)
                    .migrations(migrations)
                    .lockTimeout(Duration.ofMinutes(3))
                    .listener(new MigrationListener() {
                        @Override
                        public void onWaiting(Duration waited, Optional<String> holder) {
                            waiting.countDown();
                        }
                    })
                    .build();
            report = CompletableFuture.supplyAsync(fastMigrate::migrate);
        }

        void await() throws InterruptedException {
            assertThat(waiting.await(3, TimeUnit.MINUTES)).isTrue();
            assertThat(report).isNotDone();
        }
    }

    private static void hasNotTheVersion(String url, Path migrations) {
        DatabaseUnusableException failure = catchThrowableOfType(
                DatabaseUnusableException.class,
                () -> FastMigrate.database(url)
                        .migrations(migrations)
                        .lockTimeout(Duration.ofMillis(300))
                        .build()
                        .migrate());
        assertThat(failure.problem()).isEqualTo(Problem.READ_ONLY);
        assertThat(failure)
                .hasMessageContainingAll("is a read-only replica", "at version 1", "the highest script is 2");
        assertThat(failure.advice()).contains("Migrate its primary server", "lock-timeout");
    }

    @Test
    void waitsOnPostgresForWhatArrivesByReplication() throws Exception {
        try (PostgresServer primary = PostgresServer.running(directory.resolve("primary"))) {
            Workshop db = new Workshop(primary.url("postgres"), directory);
            db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
            db.migrate();
            try (PostgresServer replica = primary.follower(directory.resolve("replica"))) {
                String url = replica.url("postgres");
                assertThat(new Workshop(url, directory).query("SELECT pg_is_in_recovery()"))
                        .containsExactly("t");
                assertThat(FastMigrate.database(url)
                                .migrations(db.directory())
                                .build()
                                .migrate()
                                .applied())
                        .isEmpty();
                db.script("0002-b.sql", "CREATE TABLE b (id int);\n");
                hasNotTheVersion(url, db.directory());
                Waiter waiter = new Waiter(url, db.directory());
                waiter.await();
                db.migrate();
                Report report = waiter.report.get();
                assertThat(report.after()).isEqualTo(new Version(2));
                assertThat(report.applied()).isEmpty();
                assertThat(replica.log()).doesNotContain("read-only transaction", "during recovery");
            }
        }
    }

    /** The tests' user may write even where the server is read-only, as what replicates does; other processes must not. */
    @Test
    void waitsOnMariaDbThatIsReadOnly() throws Exception {
        try (MariaServer server = MariaServer.running()) {
            Workshop db = new Workshop(server.url("test"), directory);
            db.script("0001-a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
            db.migrate();
            db.execute("SET GLOBAL read_only = 1");
            assertThat(db.migrate().applied()).isEmpty();
            db.script("0002-b.sql", "CREATE TABLE b (id INTEGER PRIMARY KEY);\n");
            hasNotTheVersion(server.url("test"), db.directory());
            Waiter waiter = new Waiter(server.url("test"), db.directory());
            waiter.await();
            assertThat(db.version()).isEqualTo(1);
            db.execute("UPDATE _meta SET version = 2");
            assertThat(waiter.report.get().after()).isEqualTo(new Version(2));
            assertThat(db.query("SHOW TABLES LIKE 'b'")).isEmpty();
        }
    }

    /** What only this user meets: the server refuses its writes, and says so in other words than the variable does. */
    @Test
    void writesNothingOnReadOnlyMariaDbAsUserWhoMustNot() throws Exception {
        try (MariaServer server = MariaServer.running()) {
            Workshop db = new Workshop(server.url("test"), directory);
            db.script("0001-a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
            db.migrate();
            db.execute("CREATE USER 'plain'@'localhost' IDENTIFIED BY 'tests'");
            db.execute("GRANT ALL ON test.* TO 'plain'@'localhost'");
            db.execute("SET GLOBAL read_only = 1");
            String url = server.url("test").replace("user=tests", "user=plain");
            assertThat(FastMigrate.database(url)
                            .migrations(db.directory())
                            .build()
                            .migrate()
                            .applied())
                    .isEmpty();
            db.script("0002-b.sql", "CREATE TABLE b (id INTEGER PRIMARY KEY);\n");
            hasNotTheVersion(url, db.directory());
            assertThat(db.query("SHOW TABLES LIKE 'b'")).isEmpty();
            db.execute("SET GLOBAL read_only = 0");
            assertThat(FastMigrate.database(url)
                            .migrations(db.directory())
                            .build()
                            .migrate()
                            .after())
                    .isEqualTo(new Version(2));
        }
    }

    @Test
    void createsNothingWhereNothingMayBeWritten() throws Exception {
        try (MariaServer server = MariaServer.running()) {
            Workshop db = new Workshop(server.url("test"), directory);
            db.execute("SET GLOBAL read_only = 1");
            DatabaseUnusableException failure = catchThrowableOfType(
                    DatabaseUnusableException.class, db.builder().build()::create);
            assertThat(failure.problem()).isEqualTo(Problem.READ_ONLY);
            assertThat(db.query("SHOW TABLES")).isEmpty();
        }
    }
}

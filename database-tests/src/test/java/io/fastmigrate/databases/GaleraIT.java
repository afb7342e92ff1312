package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that take writes all at once, and know nothing of each other's locks. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class GaleraIT {

    private static final int ROUNDS = Integer.getInteger("concurrency.rounds", 2);

    /** A script waits here until it is called. */
    private static final String NAP = "SELECT SLEEP(seconds) FROM nap;\n";

    private static final String NAPPING =
            "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(seconds)%'";

    @TempDir
    Path directory;

    private Galera cluster;
    private String name;
    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    GaleraIT() {}

    @BeforeEach
    void open() throws Exception {
        cluster = Galera.cluster();
        name = cluster.database();
        db = at(0, directory);
    }

    private Workshop next(String folder) throws Exception {
        name = cluster.database();
        return at(0, Files.createDirectory(directory.resolve(folder)));
    }

    private Workshop at(int node, Path folder) {
        return new Workshop(cluster.url(node, name), cluster.patientUrl(node, name), folder);
    }

    private Workshop at(int node) {
        return at(node, directory.resolve("node" + node));
    }

    private FastMigrate fastMigrate(int node) {
        return FastMigrate.database(cluster.url(node, name))
                .migrations(db.directory())
                .lockTimeout(Duration.ofMinutes(3))
                .build();
    }

    private CompletableFuture<Report> migrate(int node) {
        return CompletableFuture.supplyAsync(() -> fastMigrate(node).migrate());
    }

    private void prepareNap() throws Exception {
        db.script(
                "0001-log.sql",
                "CREATE TABLE log (id SERIAL PRIMARY KEY, script INTEGER NOT NULL);\nINSERT INTO log (script) VALUES (1);\n"
                        + "CREATE TABLE nap (seconds INTEGER PRIMARY KEY);\nINSERT INTO nap VALUES (600);\n"
                        + "CREATE TABLE account (id INTEGER PRIMARY KEY, sum INTEGER);\nINSERT INTO account VALUES (1, 0);\n");
        db.migrate();
    }

    private void awaitNap(int node) throws Exception {
        while (at(node).query(NAPPING).isEmpty()) {
            Thread.sleep(20);
        }
    }

    private static List<String> rows(Workshop node) throws Exception {
        return node.query("SELECT script FROM log ORDER BY script");
    }

    @Test
    void runsEachScriptOnceForProcessesOnAllNodes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            db = next("round" + round);
            new Race(db)
                    .scripts("ALTER TABLE log ADD COLUMN note VARCHAR(20);\n")
                    .run(i -> cluster.url(i % Galera.NODES, name), 1);
        }
    }

    @Test
    void goesOnAtAnotherNodeWhereTheFirstOneWasKilled() throws Exception {
        prepareNap();
        db.script(
                "0002-halves.sql",
                "INSERT INTO log (script) VALUES (21);\nALTER TABLE log ADD COLUMN note VARCHAR(20);\n"
                        + "INSERT INTO log (script) VALUES (22);\n" + NAP + "INSERT INTO log (script) VALUES (23);\n");
        db.script("0003-rows.sql", "INSERT INTO log (script) VALUES (3);\n");
        MigratingProcess first = MigratingProcess.of(cluster.url(2, name), db.directory(), MigratingProcess.NEVER);
        awaitNap(2);
        cluster.kill(2);
        db.execute("UPDATE nap SET seconds = 0");
        assertThat(first.exitCode()).as(first.output()).isEqualTo(1);
        assertThat(first.output())
                .contains("ScriptFailedException", "Its first 2 statements are applied", "advice:")
                .doesNotContain("password");
        assertThat(rows(db)).as("what the node had not committed").containsExactly("1", "21");
        assertThat(fastMigrate(1).migrate().after()).isEqualTo(new Version(3));
        assertThat(rows(db)).containsExactly("1", "3", "21", "22", "23");
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_progress WHERE version > 0"))
                .containsExactly("0");
        cluster.startAgain(2);
        assertThat(rows(at(2))).containsExactly("1", "3", "21", "22", "23");
        assertThat(fastMigrate(2).migrate().applied()).isEmpty();
    }

    @Test
    void runsScriptAgainWhoseRowsAnotherNodeChanged() throws Exception {
        prepareNap();
        db.script(
                "0002-rows.sql",
                "INSERT INTO log (script) VALUES (2);\nUPDATE account SET sum = sum + 1;\n" + NAP
                        + "INSERT INTO log (script) VALUES (20);\n");
        loseRace();
        assertThat(rows(db)).containsExactly("1", "2", "20");
        assertThat(db.query("SELECT sum FROM account")).containsExactly("101");
    }

    @Test
    void keepsNothingForDoneThatWasRolledBackWithALostRace() throws Exception {
        prepareNap();
        db.script(
                "0002-halves.sql",
                "ALTER TABLE log ADD COLUMN note VARCHAR(20);\nINSERT INTO log (script) VALUES (2);\n"
                        + "UPDATE account SET sum = sum + 1;\n" + NAP + "INSERT INTO log (script) VALUES (20);\n");
        loseRace();
        assertThat(rows(db)).containsExactly("1", "2", "20");
        assertThat(db.query("SELECT sum FROM account")).containsExactly("101");
    }

    /** While a process naps in a transaction on one node, another node changes a row of it and is the first to commit. */
    private void loseRace() throws Exception {
        CompletableFuture<Report> migrated = migrate(1);
        awaitNap(1);
        db.execute("UPDATE nap SET seconds = 0");
        db.execute("UPDATE account SET sum = sum + 100");
        assertThat(migrated.get().after()).isEqualTo(new Version(2));
    }

    @Test
    void saysThatNodeIsCutOffOrWaitsUntilItIsBack() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
        db.builder().build().create();
        cluster.isolate(2);
        try {
            DatabaseUnusableException failure = catchThrowableOfType(
                    DatabaseUnusableException.class,
                    FastMigrate.database(cluster.url(2, name))
                            .migrations(db.directory())
                            .connectTimeout(Duration.ofMillis(500))
                            .build()::migrate);
            assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
            assertThat(failure).hasMessageContainingAll("is not ready", "1047");
            assertThat(failure.advice()).contains("connect-timeout");
            CompletableFuture<Report> patient =
                    CompletableFuture.supplyAsync(() -> FastMigrate.database(cluster.url(2, name))
                            .migrations(db.directory())
                            .connectTimeout(Duration.ofMinutes(3))
                            .build()
                            .migrate());
            int before = connections();
            while (connections() < before + 10) {
                assertThat(patient).isNotDone();
                Thread.sleep(50);
            }
            cluster.reconnect(2);
            assertThat(patient.get().after()).isEqualTo(new Version(1));
        } finally {
            cluster.reconnect(2);
            cluster.awaitSynced();
        }
    }

    private int connections() throws Exception {
        return Integer.parseInt(cluster.status(2, "Connections").orElseThrow());
    }
}

package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.HistoryEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of a repeatable script, where it waits for a lock that the test has. */
class KilledRepeatableTest {

    private static final String RECORD = "SELECT checksum FROM _fastmigrate_repeatable";

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set at the beginning of each test
    KilledRepeatableTest() {}

    private void open(String url) throws Exception {
        db = new Workshop(url, directory);
        db.script("0001-part.sql", "CREATE TABLE part (edition int);");
        Files.createDirectories(db.directory().resolve("repeatable"));
        db.builder().build().create();
        assertThat(migrate()).hasSize(1);
    }

    private List<String> migrate() {
        return db.builder().build().migrate().applied().stream()
                .map(HistoryEntry::fileName)
                .toList();
    }

    /** Kills a process within its script, and waits until the server has ended its session. */
    private void killWithin(String lock, String unlock, String waiting, String sessions) throws Exception {
        try (Connection gate = DriverManager.getConnection(db.url());
                Statement statement = gate.createStatement()) {
            statement.execute(lock);
            MigratingProcess process = MigratingProcess.of(db.url(), db.directory(), MigratingProcess.NEVER);
            while (number(statement, waiting) == 0) {
                assertThat(ProcessHandle.of(process.pid()))
                        .as("it ended before it came to the lock")
                        .isPresent();
            }
            process.killAfterBeginning(0);
            assertThat(process.exitCode()).as(process.output()).isEqualTo(137);
            statement.execute(unlock);
            while (number(statement, sessions) > 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static int number(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    @Test
    void leavesNeitherWhatItDidNorItsRowOnPostgres() throws Exception {
        open(Servers.postgres());
        List<String> before = List.of();
        for (int edition = 1; edition <= 2; edition++) {
            db.script(
                    "repeatable/part.sql",
                    "CREATE VIEW parts AS SELECT " + edition
                            + " AS edition; DELETE FROM part; INSERT INTO part VALUES (" + edition
                            + "); SELECT pg_advisory_xact_lock(77); INSERT INTO part VALUES (" + edition + ");");
            killWithin(
                    "SELECT pg_advisory_lock(77)",
                    "SELECT pg_advisory_unlock(77)",
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted",
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            List<String> old = edition == 1 ? List.of() : List.of("1", "1");
            assertThat(db.query("SELECT edition FROM part")).isEqualTo(old);
            assertThat(db.query("SELECT viewname FROM pg_views WHERE viewname = 'parts'"))
                    .as("the view")
                    .hasSize(edition - 1);
            if (edition == 2) {
                assertThat(db.query("SELECT edition FROM parts")).containsExactly("1");
                assertThat(db.query(RECORD)).isEqualTo(before);
            }
            assertThat(migrate()).containsExactly("repeatable/part.sql");
            assertThat(db.query("SELECT edition FROM part UNION ALL SELECT edition FROM parts"))
                    .containsOnly(String.valueOf(edition))
                    .hasSize(3);
            assertThat(migrate()).isEmpty();
            before = db.query(RECORD);
        }
    }

    @Test
    void runsFromItsBeginningAgainOnMariaDb() throws Exception {
        open(Servers.maria());
        List<String> before = List.of();
        for (int edition = 1; edition <= 2; edition++) {
            db.script(
                    "repeatable/part.sql",
                    "DELETE FROM part; CREATE OR REPLACE VIEW parts AS SELECT " + edition
                            + " AS edition; INSERT INTO part VALUES (" + edition
                            + "); DO GET_LOCK('gate of the test', 600); INSERT INTO part VALUES (" + edition + ");");
            killWithin(
                    "DO GET_LOCK('gate of the test', 600)",
                    "DO RELEASE_LOCK('gate of the test')",
                    "SELECT count(*) FROM information_schema.processlist WHERE state = 'User lock' AND db = DATABASE()",
                    "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()");
            assertThat(db.query("SELECT edition FROM parts"))
                    .as("MariaDB committed the view by itself")
                    .containsExactly(String.valueOf(edition));
            if (edition == 2) {
                assertThat(db.query(RECORD)).isEqualTo(before);
            }
            assertThat(migrate()).containsExactly("repeatable/part.sql");
            assertThat(db.query("SELECT edition FROM part"))
                    .containsExactly(String.valueOf(edition), String.valueOf(edition));
            assertThat(migrate()).isEmpty();
            before = db.query(RECORD);
        }
    }
}

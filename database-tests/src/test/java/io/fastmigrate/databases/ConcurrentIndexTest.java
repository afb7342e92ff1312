package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL does concurrently, and leaves half done when it fails or is killed. */
@Timeout(240)
class ConcurrentIndexTest {

    private static final String INDEXES =
            "SELECT c.relname || ' ' || i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid ="
                    + " 'other.t'::regclass ORDER BY 1";

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    ConcurrentIndexTest() {}

    @BeforeEach
    void open() throws Exception {
        db = new Workshop(Servers.postgres(), directory);
        db.script(
                "0001-t.sql",
                "CREATE SCHEMA other;\nCREATE TABLE other.t (x int);\nINSERT INTO other.t VALUES (1), (1), (2);\n");
        db.migrate();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_x_idx ON other.t (x)",
                "CREATE UNIQUE INDEX CONCURRENTLY t_x_idx ON other.t (x)",
                "CREATE /* one; */ UNIQUE INDEX -- don't\n CONCURRENTLY \"t_x_idx\" ON ONLY \"other\".t USING btree (x)",
                "CREATE UNIQUE INDEX CONCURRENTLY ON other.t (x)"
            })
    void leavesNoInvalidIndexBehindOneThatFails(String create) throws Exception {
        db.script("0002-index.sql", create + ";\n");
        assertThat(db.fails()).hasMessageContaining("is duplicated");
        assertThat(db.query(INDEXES)).isEmpty();
        db.execute("TRUNCATE other.t");
        db.migrate();
        assertThat(db.query(INDEXES)).containsExactly("t_x_idx true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_x_idx ON other.t (x)",
                "CREATE INDEX CONCURRENTLY t_x_idx ON other.t (x)",
                "CREATE INDEX CONCURRENTLY ON other.t (x)"
            })
    void buildsAgainWhatWasKilledWhileItWasBuilt(String create) throws Exception {
        db.script("0002-index.sql", create + ";\n");
        killMidway("CREATE INDEX", "UPDATE other.t SET x = x");
        assertThat(db.query(INDEXES)).containsExactly("t_x_idx false");
        db.migrate();
        assertThat(db.query(INDEXES)).containsExactly(create.contains("t_x_idx") ? "t_x_idx true" : "t_x_idx1 true");
    }

    @Test
    void replacesInvalidIndexThatOthersLeft() throws Exception {
        assertThat(catchThrowable(() -> db.execute("CREATE UNIQUE INDEX CONCURRENTLY u ON other.t (x)")))
                .isInstanceOf(SQLException.class);
        db.execute("TRUNCATE other.t");
        db.script("0002-index.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON other.t (x);\n");
        db.migrate();
        assertThat(db.query(INDEXES)).containsExactly("u true");
    }

    @Test
    void waitsForOthersLongerThanTheRoleMay() throws Exception {
        String role = "hasty" + ProcessHandle.current().pid();
        db.execute("CREATE ROLE " + role + " LOGIN SUPERUSER");
        db.execute("ALTER ROLE " + role + " SET lock_timeout = '50ms'");
        db.script("0002-index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON other.t (x);\n")
                .script("0003-timeout.sql", "CREATE TABLE told AS SELECT current_setting('lock_timeout') AS told;\n");
        FastMigrate hasty = db.builder().username(role).build();
        try (Connection other = DriverManager.getConnection(db.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE other.t SET x = x");
            CompletableFuture<Void> migrated = CompletableFuture.runAsync(hasty::migrate);
            await("SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock'"
                    + " AND clock_timestamp() - query_start > interval '200 ms'");
            other.rollback();
            migrated.join();
        }
        assertThat(db.query(INDEXES)).containsExactly("i true");
        db.execute("ALTER ROLE " + role + " SET lock_timeout = '1s'");
    }

    /** It waits for every transaction that may still read the table as it was, not for a lock on the table. */
    @Test
    void tellsWhomItWaitsFor() throws Exception {
        db.script("0002-index.sql", "CREATE INDEX CONCURRENTLY i ON other.t (x);\n");
        List<String> told = new ArrayList<>();
        try (Connection other = DriverManager.getConnection(db.url() + "&ApplicationName=shop");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT 1 FROM pg_class LIMIT 1");
            MigrationListener ends = new MigrationListener() {
                @Override
                public void onWaiting(Duration waited, Optional<String> holder) {
                    told.add(holder.orElse("no one"));
                    try {
                        other.rollback();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            db.builder().listener(ends).build().migrate();
        }
        assertThat(told)
                .first()
                .asString()
                .startsWith("server process ")
                .contains("application shop")
                .endsWith("LIMIT 1");
        assertThat(db.query(INDEXES)).containsExactly("i true");
    }

    @Test
    void bringsDetachingToItsEnd() throws Exception {
        db.execute("CREATE TABLE other.p (id int, y int) PARTITION BY RANGE (y)");
        db.execute("CREATE TABLE other.p1 PARTITION OF other.p FOR VALUES FROM (0) TO (10)");
        db.script("0002-detach.sql", "ALTER TABLE other.p DETACH PARTITION other.p1 CONCURRENTLY;\n");
        killMidway("ALTER TABLE", "SELECT * FROM other.p");
        assertThat(db.query("SELECT inhdetachpending FROM pg_inherits WHERE inhparent = 'other.p'::regclass"))
                .containsExactly("t");
        db.migrate();
        assertThat(db.query("SELECT 1 FROM pg_inherits WHERE inhparent = 'other.p'::regclass"))
                .isEmpty();
        assertThat(db.version()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"REINDEX INDEX CONCURRENTLY other.i", "REINDEX (VERBOSE) TABLE CONCURRENTLY other.t"})
    void leavesNoSecondIndexBehindReindexing(String reindex) throws Exception {
        db.execute("CREATE INDEX i ON other.t (x)");
        db.script("0002-reindex.sql", reindex + ";\n");
        killMidway("REINDEX", "UPDATE other.t SET x = x");
        assertThat(db.query(INDEXES)).contains("i_ccnew false");
        db.migrate();
        assertThat(db.query(INDEXES)).containsExactly("i true");
    }

    @Test
    void dropsAgainWhatWasKilledWhileItWasDropped() throws Exception {
        db.execute("CREATE INDEX i ON other.t (x)");
        db.script("0002-drop.sql", "DROP INDEX CONCURRENTLY other.i;\n");
        killMidway("DROP INDEX", "UPDATE other.t SET x = x");
        assertThat(db.query(INDEXES)).containsExactly("i false");
        db.migrate();
        assertThat(db.query(INDEXES)).isEmpty();
    }

    @Test
    void takesForDoneWhatTheLedgerDidNotLearn() throws Exception {
        db.script("0002-drop.sql", "DROP INDEX CONCURRENTLY i;\n");
        db.execute("CREATE INDEX i ON other.t (x)");
        db.execute(
                "CREATE TABLE _fastmigrate_progress (version INTEGER NOT NULL, statement_number INTEGER NOT NULL, line"
                        + " INTEGER NOT NULL, checksum VARCHAR(64) NOT NULL, state VARCHAR(10) NOT NULL, PRIMARY KEY (version,"
                        + " statement_number))");
        db.execute("INSERT INTO _fastmigrate_progress VALUES (2, 1, 1, '1', 'begun')");
        db.migrate();
        assertThat(db.version()).isEqualTo(2);
        assertThat(db.query(INDEXES)).as("another index of the same name").containsExactly("i true");
    }

    private void begun() throws SQLException {
        db.execute(
                "CREATE TABLE _fastmigrate_progress (version INTEGER NOT NULL, statement_number INTEGER NOT NULL, line"
                        + " INTEGER NOT NULL, checksum VARCHAR(64) NOT NULL, state VARCHAR(10) NOT NULL, PRIMARY KEY (version,"
                        + " statement_number))");
        db.execute("INSERT INTO _fastmigrate_progress VALUES (2, 1, 1, '0f', 'begun')");
    }

    /** An index that a person made under the name, of another shape, is not the one that the script wants. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNIQUE INDEX CONCURRENTLY i ON other.t (x) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (y, x) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x) | INDEX i ON other.t (x) WHERE y > 0",
                "INDEX CONCURRENTLY i ON other.t (x) /* WHERE */ WHERE y > 0 | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x) | INDEX i ON other.t (x) INCLUDE (y)",
                "INDEX CONCURRENTLY i ON other.t (x) INCLUDE (y) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x) INCLUDE (y) | INDEX i ON other.t (x, y)",
                "INDEX CONCURRENTLY i ON other.t (x) | INDEX i ON other.t (abs(x))",
                "INDEX CONCURRENTLY i ON other.t (pg_catalog.abs(x)) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x DESC, y) | INDEX i ON other.t (x DESC)",
                "INDEX CONCURRENTLY i ON other.t (x DESC) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x NULLS FIRST) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x) WHERE y > 0 | INDEX i ON other.t (x) WHERE y > 1",
                "INDEX CONCURRENTLY i ON other.t (abs(x)) | INDEX i ON other.t (abs(y))",
                "INDEX CONCURRENTLY i ON other.t ((x + 1)) | INDEX i ON other.t ((x + 2))",
                "INDEX CONCURRENTLY i ON other.t (z text_pattern_ops) | INDEX i ON other.t (z)",
                "INDEX CONCURRENTLY i ON other.t (z COLLATE \"C\") | INDEX i ON other.t (z)",
                "INDEX CONCURRENTLY i ON other.t USING hash (x) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY i ON other.t (x) WITH (fillfactor = 70) | INDEX i ON other.t (x)",
                "INDEX CONCURRENTLY ON other.t (x, y) | INDEX i ON other.t (x, y)",
                "INDEX CONCURRENTLY i ON other.t USING btree (x int4_ops, abs(y)) WITH (fillfactor = 70) TABLESPACE pg_default"
                        + " WHERE x IS NOT NULL | INDEX i ON other.t (x, abs(y))",
            })
    void asksWhereAnotherIndexHasTheName(String wanted, String found) throws Exception {
        db.execute("ALTER TABLE other.t ADD COLUMN y int, ADD COLUMN z text");
        db.script("0002-index.sql", "CREATE " + wanted + ";\nSELECT nonsense;\n");
        db.execute("CREATE " + found);
        begun();
        assertThat(db.fails())
                .hasMessageContaining("it is not known whether it took effect")
                .hasMessageContaining("Of its statements, only the one in line 1 may have taken effect.");
        assertThat(db.query(INDEXES)).containsExactly("i true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INDEX CONCURRENTLY i ON other.t (x)",
                "UNIQUE INDEX CONCURRENTLY i ON other.t (y, \"x\") INCLUDE (x) NULLS NOT DISTINCT WITH (fillfactor = 70)",
                "INDEX CONCURRENTLY i ON ONLY other.t USING btree (x DESC NULLS LAST, abs(y), (x + y)) WHERE y > 0 AND x < 9",
                "INDEX CONCURRENTLY i ON other.t ((x))",
                "INDEX CONCURRENTLY i ON other.t ((t.x + 1)) WHERE t.y IS NOT NULL",
                "INDEX CONCURRENTLY i ON other.t USING brin (x int4_bloom_ops (n_distinct_per_range = 100))",
            })
    void takesTheSameIndexForDone(String index) throws Exception {
        db.execute("ALTER TABLE other.t ADD COLUMN y int");
        db.script("0002-index.sql", "CREATE " + index + ";\n");
        db.execute("TRUNCATE other.t");
        db.execute("CREATE " + index);
        begun();
        db.migrate();
        assertThat(db.version()).isEqualTo(2);
        assertThat(db.query(INDEXES)).containsExactly("i true");
    }

    /** Ends the server's process that works on a statement while it waits for another session. */
    private void killMidway(String words, String blocking) throws Exception {
        try (Connection other = DriverManager.getConnection(db.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(blocking);
            CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> db.builder().build().migrate()));
            String waiting = " FROM pg_stat_activity WHERE query LIKE '" + words
                    + "%' AND wait_event_type = 'Lock' AND datname = current_database()";
            await("SELECT 1" + waiting);
            db.query("SELECT pg_terminate_backend(pid)" + waiting);
            assertThat(failure.join()).isNotNull();
            other.rollback();
        }
    }

    private void await(String question) throws SQLException {
        while (db.query(question).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}

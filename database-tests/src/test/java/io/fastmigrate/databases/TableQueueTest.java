package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A definition that waits for a table keeps the application behind it waiting for one try, not for as long as it waits itself. */
@Timeout(120)
class TableQueueTest {

    /** The try that waits now: its transaction, or its statement. */
    private static final String WAITING_ON_POSTGRES =
            "SELECT xact_start FROM pg_stat_activity WHERE query LIKE '%ALTER TABLE a %' AND wait_event_type = 'Lock'"
                    + " AND pid <> pg_backend_pid()";

    private static final String WAITING_ON_MARIADB =
            "SELECT query_id FROM information_schema.processlist WHERE info LIKE 'ALTER TABLE a %' AND state LIKE"
                    + " 'Waiting for table metadata lock'";

    @TempDir
    Path directory;

    /** An application that never stops to change the table, in separate sessions. */
    private static final class Load implements AutoCloseable {
        private final AtomicLong done = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<CompletableFuture<Void>> sessions = new ArrayList<>();

        Load(String url, int sessions) throws SQLException {
            for (int i = 1; i <= sessions; i++) {
                Connection connection = DriverManager.getConnection(url);
                String sql = "UPDATE a SET n = n + 1 WHERE id = " + i;
                this.sessions.add(CompletableFuture.runAsync(() -> work(connection, sql)));
            }
        }

        private void work(Connection connection, String sql) {
            try (connection;
                    Statement statement = connection.createStatement()) {
                while (!over.get()) {
                    statement.execute(sql);
                    done.incrementAndGet();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Throws what went wrong in any session. */
        @Override
        public void close() {
            over.set(true);
            sessions.forEach(CompletableFuture::join);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ 2 ~ ALTER TABLE a ADD COLUMN b INT;",
                "PostgreSQL ~ 5 ~ SET lock_timeout = '200ms'; ALTER TABLE a ADD COLUMN b INT;",
                "MariaDB ~ 2 ~ ALTER TABLE a ADD COLUMN b INT;",
            })
    void theApplicationPassesBetweenTheTries(String database, int tries, String script) throws Exception {
        boolean postgres = database.equals("PostgreSQL");
        Workshop db = new Workshop(postgres ? Servers.postgres() : Servers.maria(), directory);
        db.script(
                "0001-a.sql",
                "CREATE TABLE a (id INT PRIMARY KEY, n INT);\nINSERT INTO a VALUES (0, 0), (1, 0), (2, 0), (3, 0);\n");
        db.migrate();
        db.script("0002-b.sql", script);
        // The load ends last: its sessions may wait for a definition that waits for the reader.
        try (Load load = new Load(db.url(), 3);
                Connection observer = DriverManager.getConnection(db.url());
                Connection reader = DriverManager.getConnection(db.url());
                Statement reads = reader.createStatement()) {
            reader.setAutoCommit(false);
            reads.executeQuery("SELECT * FROM a").close();
            CompletableFuture<Integer> migration =
                    CompletableFuture.supplyAsync(() -> db.migrate().after().number());
            Set<String> seen = new HashSet<>();
            long before = -1;
            while (seen.size() < tries) {
                for (String one : DatabaseFacts.rows(observer, postgres ? WAITING_ON_POSTGRES : WAITING_ON_MARIADB)) {
                    if (seen.add(one)) {
                        assertThat(load.done.get())
                                .as("statements of the application at try %s", seen.size())
                                .isGreaterThan(before);
                        before = load.done.get() + load.sessions.size();
                    }
                }
                assertThat(migration).isNotDone();
                assertThat(Thread.currentThread().isInterrupted())
                        .as("the test's time is over at try %s", seen.size())
                        .isFalse();
            }
            reader.rollback();
            assertThat(migration.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        }
        assertThat(db.query("SELECT count(b) FROM a")).containsExactly("0");
    }
}

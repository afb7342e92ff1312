package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that waits for a table without success names the sessions that may hold it. */
class OpenTransactionTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    OpenTransactionTest() {}

    private static final String TABLES =
            "CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\nCREATE TABLE b (id INT);\nINSERT INTO b VALUES (1);\n";

    private Workshop filled(String database) throws Exception {
        Workshop db = new Workshop(database.equals("PostgreSQL") ? Servers.postgres() : Servers.maria(), directory);
        db.script("0001-a.sql", TABLES);
        db.migrate();
        return db;
    }

    private static String session(Connection connection, boolean postgres) throws Exception {
        return DatabaseFacts.rows(connection, postgres ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()")
                .get(0)
                .replaceAll("\\D", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ALTER TABLE a ADD COLUMN b INT",
                "UPDATE a SET id = 2;",
                "CREATE INDEX i ON \"a\" (id);",
                "SET lock_timeout = '100ms'; CREATE INDEX CONCURRENTLY i ON a (id)",
                "-- fastmigrate: no-transaction\\nSET lock_timeout = '100ms'; ALTER TABLE public.a ADD COLUMN b INT",
            })
    void isNamedWithWhatItRunsAndInnocentOnesAreNot(String statement) throws Exception {
        Workshop db = filled("PostgreSQL");
        db.script("0002-b.sql", statement.replace("\\n", "\n") + ";\n");
        try (Connection innocent = DriverManager.getConnection(db.url());
                Connection other = DriverManager.getConnection(db.url() + "&ApplicationName=shop");
                Statement holds = other.createStatement();
                Statement reads = innocent.createStatement()) {
            innocent.setAutoCommit(false);
            reads.execute("UPDATE b SET id = 3");
            other.setAutoCommit(false);
            holds.execute("UPDATE a\n  SET id = 3 WHERE id < 1000 AND id > 0 /* " + "x".repeat(200) + " */");
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> db.builder()
                            .lockTimeout(Duration.ofMillis(300))
                            .build()
                            .migrate());
            String who = "server process " + session(other, true)
                    + " (user postgres, application shop, idle in transaction, transaction open for ";
            assertThat(failure)
                    .hasMessageContaining("Blocked by " + who)
                    .hasMessageContaining("UPDATE a SET id = 3 WHERE id < 1000 AND id > 0 /* xxx")
                    .hasMessageContaining("xxx....");
            assertThat(failure.getMessage()).doesNotContain("x".repeat(100), session(innocent, true) + " (");
            other.rollback();
            innocent.rollback();
        }
        assertThat(db.migrate().after().number()).isEqualTo(2);
    }

    /** The run is told of whom it waits for as long as it waits, and goes on when they have ended. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE a ADD COLUMN b INT;",
                "-- fastmigrate: no-transaction\nSET lock_timeout = '1200ms'; UPDATE a SET id = 2;"
            })
    void theListenerIsToldWhileTheScriptWaits(String statement) throws Exception {
        Workshop db = filled("PostgreSQL");
        db.script("0002-b.sql", statement);
        List<String> told = new ArrayList<>();
        try (Connection other = DriverManager.getConnection(db.url() + "&ApplicationName=shop");
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.execute("UPDATE a SET id = 3");
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
            assertThat(db.builder().listener(ends).build().migrate().after().number())
                    .isEqualTo(2);
            assertThat(told)
                    .isNotEmpty()
                    .allSatisfy(holder -> assertThat(holder)
                            .startsWith(
                                    "server process " + session(other, true) + " (user postgres, application shop, ")
                            .endsWith("UPDATE a SET id = 3"));
        }
    }

    /** An index waits for those who write, not for those who read. */
    @Test
    void whoOnlyReadsDoesNotBlockAnIndex() throws Exception {
        Workshop db = filled("PostgreSQL");
        db.script("0002-b.sql", "CREATE INDEX i ON a (id);\n");
        try (Connection reader = DriverManager.getConnection(db.url());
                Connection writer = DriverManager.getConnection(db.url());
                Statement reads = reader.createStatement();
                Statement writes = writer.createStatement()) {
            reader.setAutoCommit(false);
            writer.setAutoCommit(false);
            reads.execute("SELECT * FROM a");
            writes.execute("UPDATE a SET id = 3");
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> db.builder()
                            .lockTimeout(Duration.ofMillis(300))
                            .build()
                            .migrate());
            assertThat(failure).hasMessageContaining("Blocked by server process " + session(writer, true) + " (");
            assertThat(failure.getMessage()).doesNotContain(session(reader, true) + " (");
        }
    }

    /** Without the right to see what others run, the session is named without it. */
    @Test
    void isNamedToAUserWhoSeesLittle() throws Exception {
        Workshop db = filled("PostgreSQL");
        String user = "poor_" + db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.execute("CREATE USER " + user);
        db.execute("ALTER TABLE a OWNER TO " + user);
        db.execute("GRANT CREATE ON SCHEMA public TO " + user);
        db.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
        db.script("0002-b.sql", "ALTER TABLE a ADD COLUMN b INT;\n");
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.execute("UPDATE a SET id = 3");
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> FastMigrate.database(db.url().replace("user=postgres", "user=" + user))
                            .migrations(db.directory())
                            .lockTimeout(Duration.ofMillis(300))
                            .build()
                            .migrate());
            assertThat(failure)
                    .hasMessageContaining("Blocked by server process " + session(other, true) + " (user postgres");
            assertThat(failure.getMessage()).doesNotContain("insufficient privilege");
        }
    }

    private static ScriptFailedException failing(Workshop db) throws Exception {
        return catchThrowableOfType(
                ScriptFailedException.class,
                () -> db.builder().lockTimeout(Duration.ofMillis(300)).build().migrate());
    }

    @Test
    void isNamedWhereItWasPreparedAndLeft() throws Exception {
        Workshop db = filled("PostgreSQL");
        db.script("0002-b.sql", "SET lock_timeout = '100ms'; ALTER TABLE a ADD COLUMN b INT;\n");
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            holds.execute("BEGIN; UPDATE a SET id = 3; PREPARE TRANSACTION 'left''one'");
        }
        try {
            assertThat(failing(db))
                    .hasMessageContaining("Blocked by prepared transaction 'left''one' (user postgres, prepared ");
        } finally {
            db.execute("ROLLBACK PREPARED 'left''one'");
        }
        assertThat(db.migrate().after().number()).isEqualTo(2);
    }

    @Test
    void isNamedWhereItHoldsAnAdvisoryLock() throws Exception {
        Workshop db = filled("PostgreSQL");
        db.script("0002-b.sql", "SET lock_timeout = '100ms'; SELECT pg_advisory_xact_lock(4711);\n");
        try (Connection other = DriverManager.getConnection(db.url() + "&ApplicationName=shop");
                Statement holds = other.createStatement()) {
            holds.execute("SELECT pg_advisory_lock(4711) ; \n");
            assertThat(failing(db))
                    .hasMessageContaining(
                            "server process " + session(other, true) + " (user postgres, application shop, idle)")
                    .hasMessageContaining(": SELECT pg_advisory_lock(4711).");
        }
    }

    /** Locks of tables and backups have no transaction. */
    @Test
    void isNamedOnMariaDbWithoutATransaction() throws Exception {
        Workshop db = filled("MariaDB");
        db.script("0002-b.sql", "SET lock_wait_timeout = 1; ALTER TABLE a ADD COLUMN b INT;\n");
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            holds.execute("LOCK TABLES a READ");
            assertThat(failing(db))
                    .hasMessageContainingAll(
                            "Sessions without a transaction, one of which may hold the lock",
                            "connection " + session(other, false) + " (user tests, sleep for ");
        }
    }

    @Test
    void isNamedOnMariaDbWhereItWasPreparedAndLeft() throws Exception {
        Workshop db = filled("MariaDB");
        db.script("0002-b.sql", "SET innodb_lock_wait_timeout = 1; UPDATE a SET id = 2;\n");
        String id = "'" + db.url().replaceFirst(".*/(\\w+)\\?.*", "$1") + "'";
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            holds.execute("XA START " + id);
            holds.execute("UPDATE a SET id = 3");
            holds.execute("XA END " + id);
            holds.execute("XA PREPARE " + id);
        }
        try {
            assertThat(failing(db)).hasMessageContaining("a prepared transaction without a session (open for ");
        } finally {
            db.execute("XA ROLLBACK " + id);
        }
    }

    @Test
    void saysWhichPrivilegeShowsItOnMariaDb() throws Exception {
        Workshop db = filled("MariaDB");
        String name = db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.execute("CREATE OR REPLACE USER poor@localhost IDENTIFIED BY 'poor'");
        db.execute("GRANT ALL ON " + name + ".* TO poor@localhost");
        db.script("0002-b.sql", "SET lock_wait_timeout = 1; ALTER TABLE a ADD COLUMN b INT;\n");
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.execute("UPDATE a SET id = 3");
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> FastMigrate.database(db.url().replaceAll("=tests", "=poor"))
                            .migrations(db.directory())
                            .lockTimeout(Duration.ofMillis(300))
                            .build()
                            .migrate());
            assertThat(failure).hasMessageContaining("is shown all with GRANT PROCESS ON *.*: another user's session");
        }
    }

    /** What holds a table's definition waits for rows no longer than for the definition. */
    @Test
    void noWaitOnMariaDbIsLongerThanOneTry() throws Exception {
        Workshop db = filled("MariaDB");
        db.script(
                "0002-b.sql",
                "CREATE TABLE waits AS SELECT @@session.lock_wait_timeout AS d, @@session.innodb_lock_wait_timeout AS r;\n");
        db.migrate();
        assertThat(db.query("SELECT concat(d, ' ', r) FROM waits")).containsExactly("2 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "SET lock_wait_timeout = 1; ALTER TABLE a ADD COLUMN b INT",
                "SET innodb_lock_wait_timeout = 1; UPDATE a SET id = 2",
            })
    void isNamedOnMariaDb(String statement) throws Exception {
        Workshop db = filled("MariaDB");
        db.script("0002-b.sql", statement + ";\n");
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.execute("UPDATE a SET id = 3");
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> db.builder()
                            .lockTimeout(Duration.ofMillis(300))
                            .build()
                            .migrate());
            assertThat(failure)
                    .hasMessageContainingAll(
                            "Open transactions in this database, one of which may hold the lock: ",
                            "connection " + session(other, false) + " (user tests, sleep, transaction open for ");
            other.rollback();
        }
        assertThat(db.migrate().after().number()).isEqualTo(2);
    }

    /** As MySQL has it by default. */
    @Test
    void isNamedForCertainWhereTheServerRecordsMetadataLocks() throws Exception {
        try (MariaServer server = MariaServer.stopped(
                "--performance-schema=ON",
                "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON",
                "--performance-schema-consumer-events-statements-current=ON")) {
            server.start();
            String url = "jdbc:mariadb://localhost:" + server.port() + "/%s?user=tests&password=tests";
            Servers.execute(url.formatted("mysql"), "CREATE DATABASE shop");
            Workshop db = new Workshop(url.formatted("shop"), directory);
            db.script("0001-a.sql", TABLES);
            db.migrate();
            db.script("0002-b.sql", "SET lock_wait_timeout = 1; ALTER TABLE `shop`.`a` ADD COLUMN b INT;\n");
            try (Connection innocent = DriverManager.getConnection(db.url());
                    Connection other = DriverManager.getConnection(db.url());
                    Statement holds = other.createStatement();
                    Statement reads = innocent.createStatement()) {
                innocent.setAutoCommit(false);
                reads.execute("UPDATE b SET id = 3");
                other.setAutoCommit(false);
                holds.execute("UPDATE a SET id = 3");
                ScriptFailedException failure = catchThrowableOfType(
                        ScriptFailedException.class,
                        () -> db.builder()
                                .lockTimeout(Duration.ofMillis(300))
                                .build()
                                .migrate());
                assertThat(failure)
                        .hasMessageContaining("Blocked by connection " + session(other, false) + " (user tests, ")
                        .hasMessageContaining("transaction open for ")
                        .hasMessageContaining("UPDATE a SET id = 3");
                assertThat(failure.getMessage()).doesNotContain("connection " + session(innocent, false) + " (");
            }
        }
    }
}

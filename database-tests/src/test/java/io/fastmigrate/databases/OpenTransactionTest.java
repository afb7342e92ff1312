package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script that waits for a table without success names the sessions that may hold it. */
class OpenTransactionTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    OpenTransactionTest() {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ ALTER TABLE a ADD COLUMN b INT ~ server process %s (user postgres",
                "PostgreSQL ~ UPDATE a SET id = 2; ~ server process %s (user postgres",
                "PostgreSQL ~ SET lock_timeout = '100ms'; CREATE INDEX CONCURRENTLY i ON a (id) ~ server process %s (user postgres",
                "MariaDB ~ SET lock_wait_timeout = 1; ALTER TABLE a ADD COLUMN b INT ~ connection %s (user tests, sleep",
                "MariaDB ~ SET innodb_lock_wait_timeout = 1; UPDATE a SET id = 2 ~ connection %s (user tests, sleep",
            })
    void isNamed(String database, String statement, String said) throws Exception {
        boolean postgres = database.equals("PostgreSQL");
        Workshop db = new Workshop(postgres ? Servers.postgres() : Servers.maria(), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\n");
        db.migrate();
        db.script("0002-b.sql", statement + ";\n");
        try (Connection other = DriverManager.getConnection(db.url());
                Statement holds = other.createStatement()) {
            other.setAutoCommit(false);
            holds.execute("UPDATE a SET id = 3");
            String session = DatabaseFacts.rows(other, postgres ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()")
                    .get(0)
                    .replaceAll("\\D", "");
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> db.builder()
                            .lockTimeout(Duration.ofMillis(300))
                            .build()
                            .migrate());
            assertThat(failure).hasMessageContainingAll("Open transactions", said.formatted(session));
            other.rollback();
        }
        assertThat(db.migrate().after().number()).isEqualTo(2);
    }
}

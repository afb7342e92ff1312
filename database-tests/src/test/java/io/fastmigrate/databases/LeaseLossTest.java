package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the lease and of its token that a person changed, deleted or restored from another moment: no one has the lock. */
@Timeout(60)
class LeaseLossTest {

    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    Path directory;

    private Workshop migrated(String database) throws Exception {
        Workshop db = switch (database) {
            case "PostgreSQL" -> new Workshop(Servers.postgres(), directory);
            case "MariaDB" -> new Workshop(Servers.maria(), directory);
            default -> new Workshop("jdbc:h2:file:" + directory.resolve("db"), directory);
        };
        if (!database.equals("H2")) {
            db.execute("CREATE TABLE _fastmigrate_lock (id INTEGER NOT NULL PRIMARY KEY, token BIGINT NOT NULL,"
                    + " beat BIGINT NOT NULL, holder VARCHAR(255) NOT NULL)");
        }
        db.script("0001-a.sql", "CREATE TABLE a (id INTEGER);\n").migrate();
        db.script("0002-b.sql", "CREATE TABLE b (id INTEGER);\n").migrate();
        db.script("0003-c.sql", "CREATE TABLE c (id INTEGER);\n");
        return db;
    }

    private static FastMigrate patient(Workshop db) {
        return db.builder().lockTimeout(SOON).build();
    }

    private static int fence(Workshop db) throws SQLException {
        return Integer.parseInt(db.query("SELECT line FROM _fastmigrate_progress WHERE version = 0")
                .get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ DELETE FROM _fastmigrate_lock",
                "MariaDB    ~ DELETE FROM _fastmigrate_lock",
                "H2         ~ DELETE FROM _fastmigrate_lock",
                "H2         ~ DROP TABLE _fastmigrate_lock",
                "PostgreSQL ~ UPDATE _fastmigrate_lock SET token = -7, beat = 0",
                "MariaDB    ~ UPDATE _fastmigrate_lock SET token = 1",
                "H2         ~ UPDATE _fastmigrate_lock SET token = 0",
                "PostgreSQL ~ UPDATE _fastmigrate_progress SET line = 500 WHERE version = 0",
                "MariaDB    ~ UPDATE _fastmigrate_progress SET line = 500 WHERE version = 0",
                "H2         ~ UPDATE _fastmigrate_progress SET line = 500 WHERE version = 0",
                "PostgreSQL ~ DELETE FROM _fastmigrate_progress",
                "H2         ~ DROP TABLE _fastmigrate_progress",
            })
    void isHadAtOnceByTheNextRun(String database, String edit) throws Exception {
        Workshop db = migrated(database);
        db.execute(edit);
        assertThat(patient(db).migrate().after().number()).isEqualTo(3);
        assertThat(Long.parseLong(
                        db.query("SELECT token FROM _fastmigrate_lock").get(0)))
                .as("token of the lock, which the fence has too")
                .isEqualTo(fence(db));
    }

    /** Whoever had the lease once could otherwise come back with a token that counts again. */
    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2"})
    void neverGivesATokenTwice(String database) throws Exception {
        Workshop db = migrated(database);
        int before = fence(db);
        db.execute("DELETE FROM _fastmigrate_lock");
        patient(db).migrate();
        assertThat(fence(db)).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ UPDATE _fastmigrate_lock SET token = 99999999999 ~ DELETE FROM _fastmigrate_lock",
                "H2 ~ UPDATE _fastmigrate_lock SET token = 9223372036854775807 ~ DELETE FROM _fastmigrate_lock",
                "MariaDB ~ UPDATE _fastmigrate_progress SET line = 2147483647 WHERE version = 0"
                        + " ~ DELETE FROM _fastmigrate_progress WHERE version = 0",
            })
    void saysWhichRowToDeleteForATokenThatHasNoNext(String database, String edit, String repair) throws Exception {
        Workshop db = migrated(database);
        db.execute(edit);
        FastMigrateException failure = Objects.requireNonNull(catchThrowableOfType(
                FastMigrateException.class, () -> patient(db).migrate()));
        assertThat(failure).hasMessageContaining(repair);
        db.execute(repair);
        assertThat(patient(db).migrate().after().number()).isEqualTo(3);
    }
}

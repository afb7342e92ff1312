package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Java migration that ends, by SQL, the transaction which contains its version. */
class JavaTransactionTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    JavaTransactionTest() {}

    /** What a migration does with its connection. */
    @FunctionalInterface
    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    private record Second(Work work) implements JavaMigration {
        @Override
        public Version version() {
            return new Version(2);
        }

        @Override
        public String description() {
            return "second";
        }

        @Override
        public void migrate(Connection connection) throws SQLException {
            work.with(connection);
        }
    }

    private Workshop workshop(String database) throws Exception {
        String url = switch (database) {
            case "PostgreSQL" -> Servers.postgres();
            case "MariaDB" -> Servers.maria();
            default -> "jdbc:" + database.toLowerCase(Locale.ROOT) + ":" + directory.resolve("database");
        };
        Workshop db = new Workshop(url, directory);
        db.script("0001-a.sql", "CREATE TABLE a (id INT);\n");
        db.migrate();
        return db;
    }

    private static ScriptFailedException failure(Workshop db, Work work) {
        return catchThrowableOfType(
                ScriptFailedException.class,
                () -> db.builder()
                        .javaMigrations(List.of(new Second(work)))
                        .build()
                        .migrate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ COMMIT",
                "PostgreSQL ~ SELECT 1; /* x */ commit; SELECT 2",
                "PostgreSQL ~ end",
                "PostgreSQL ~ ROLLBACK",
                "PostgreSQL ~ PREPARE TRANSACTION 'x'",
                "PostgreSQL ~ prepare /* a */ transaction'x'",
                "PostgreSQL ~ COMMIT PREPARED 'x'",
                "PostgreSQL ~ COMMIT AND CHAIN",
                "MariaDB ~ COMMIT",
                "MariaDB ~ START TRANSACTION",
                "MariaDB ~ SET autocommit = 1",
                "MariaDB ~ SET completion_type = 2",
                "H2 ~ COMMIT",
                "H2 ~ ROLLBACK",
                "H2 ~ SET AUTOCOMMIT ON",
                "H2 ~ SET AUTOCOMMIT TRUE",
                "DuckDB ~ COMMIT",
                "DuckDB ~ ROLLBACK; BEGIN",
            })
    void isRefusedBeforeItEndsIt(String database, String statement) throws Exception {
        Workshop db = workshop(database);
        ScriptFailedException failure = failure(db, connection -> {
            DatabaseFacts.execute(connection, "INSERT INTO a VALUES (7)");
            DatabaseFacts.execute(connection, statement);
        });
        assertThat(failure).hasMessageContaining("A migration does not execute");
        assertThat(db.version()).isEqualTo(1);
        assertThat(db.query("SELECT id FROM a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PostgreSQL,org.postgresql.PGConnection", "DuckDB,org.duckdb.DuckDBConnection"})
    void isToldWhereItWentPastTheGuard(String database, String driver) throws Exception {
        Workshop db = workshop(database);
        ScriptFailedException failure = failure(db, connection -> {
            DatabaseFacts.execute(connection, "INSERT INTO a VALUES (7)");
            Connection inner = (Connection) connection.unwrap(classOf(driver));
            DatabaseFacts.execute(
                    inner, database.equals("DuckDB") ? "COMMIT; BEGIN" : "PREPARE TRANSACTION '" + directory + "'");
        });
        assertThat(failure).hasMessageContaining("ended the transaction that contains its version");
        assertThat(failure.advice()).contains("check the database first");
        assertThat(db.version()).isEqualTo(1);
        if (database.equals("PostgreSQL")) {
            Servers.execute(db.url(), "ROLLBACK PREPARED '" + directory + "'");
        }
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void savepointsAndWordsInTextsStay() throws Exception {
        Workshop db = workshop("PostgreSQL");
        db.builder()
                .javaMigrations(List.of(new Second(connection -> {
                    DatabaseFacts.execute(
                            connection, "SAVEPOINT s; INSERT INTO a VALUES (1); ROLLBACK TO s; RELEASE s");
                    DatabaseFacts.execute(connection, "DO $$ BEGIN INSERT INTO a VALUES (2); END $$");
                    DatabaseFacts.execute(connection, "CREATE TABLE t AS SELECT 'COMMIT; ROLLBACK' AS x");
                    DatabaseFacts.execute(
                            connection, "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'");
                    DatabaseFacts.execute(connection, "PREPARE p AS SELECT 1");
                })))
                .build()
                .migrate();
        assertThat(db.version()).isEqualTo(2);
        assertThat(db.query("SELECT id FROM a")).containsExactly("2");
    }
}

package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaMigrationTest {

    /** What a migration does. */
    interface Change {
        void make(Connection connection) throws Exception;
    }

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a);");
    }

    private static JavaMigration migration(int number, String description, Change change) {
        return new JavaMigration() {
            @Override
            public Version version() {
                return new Version(number);
            }

            @Override
            public String description() {
                return description;
            }

            @Override
            public void migrate(Connection connection) throws Exception {
                change.make(connection);
            }
        };
    }

    private FastMigrate with(Change change) {
        FastMigrate fastMigrate = sandbox.builder()
                .javaMigrations(List.of(migration(2, "java", change)))
                .build();
        fastMigrate.create();
        return fastMigrate;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void migrationCanAskForTheKeysThatItsInsertMade() throws Exception {
        with(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate("INSERT INTO t VALUES (7)", Statement.RETURN_GENERATED_KEYS);
                        try (ResultSet keys = statement.getGeneratedKeys()) {
                            assertThat(keys.next()).isTrue();
                            assertThat(keys.getInt(1)).isEqualTo(1);
                        }
                    }
                })
                .migrate();
    }

    private ScriptFailedException fails(Change change) throws SQLException {
        FastMigrate fastMigrate = with(change);
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).isNotNull();
        assertThat(failure.report().applied()).hasSize(1);
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(sandbox.query("SELECT * FROM t")).isEmpty();
        return failure;
    }

    @Test
    void itsOwnSavepointsMayBeRolledBack() throws Exception {
        FastMigrate fastMigrate = with(connection -> {
            run(connection, "INSERT INTO t VALUES (1)");
            Savepoint savepoint = connection.setSavepoint("mine");
            run(connection, "INSERT INTO t VALUES (2)");
            connection.rollback(savepoint);
            run(connection, "INSERT INTO t VALUES (3)");
        });
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1", "3");
    }

    @Test
    void closingTheConnectionDoesNoHarm() throws Exception {
        with(connection -> {
                    try (connection) {
                        run(connection, "INSERT INTO t VALUES (1)");
                    }
                })
                .migrate();
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void mayNotCommit() throws Exception {
        assertThat(fails(connection -> {
                    run(connection, "INSERT INTO t VALUES (1)");
                    connection.commit();
                }))
                .hasMessageContaining("commit()");
    }

    @Test
    void mayNotRollBack() throws Exception {
        assertThat(fails(Connection::rollback)).hasMessageContaining("rollback()");
    }

    @Test
    void mayNotSwitchAutoCommit() throws Exception {
        assertThat(fails(connection -> connection.setAutoCommit(true))).hasMessageContaining("setAutoCommit()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA writable_schema = 1",
                "PRAGMA temp.ignore_check_constraints(on)",
                "PRAGMA schema_version = 7",
                "PRAGMA synchronous = OFF",
                "PRAGMA soft_heap_limit = 1000000000"
            })
    void mayNotWeakenItsTransactionNorChangeTheWholeProcess(String pragma) throws Exception {
        assertThat(fails(connection -> run(connection, pragma))).hasMessageContaining(pragma);
    }

    @Test
    void isNotCountedAsDoneWhenItEndsTheTransactionBySql() throws Exception {
        assertThat(fails(connection -> run(connection, "ROLLBACK"))).hasMessageContaining("transaction");
    }

    @Test
    void runtimeExceptionIsAFailureOfTheScript() throws Exception {
        assertThat(fails(connection -> {
                    run(connection, "INSERT INTO t VALUES (1)");
                    throw new NullPointerException("nothing there");
                }))
                .hasMessageContaining("nothing there")
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void checkedExceptionIsAFailureOfTheScript() throws Exception {
        assertThat(fails(connection -> {
                    throw new java.io.IOException("no such page");
                }))
                .hasMessageContaining("no such page");
    }

    @Test
    void missingClassIsAFailureOfTheScript() throws Exception {
        assertThat(fails(connection -> {
                    throw new NoClassDefFoundError("com/example/Gone");
                }))
                .hasMessageContaining("com/example/Gone");
    }

    @Test
    void sqlErrorIsAFailureOfTheScript() throws Exception {
        assertThat(fails(connection -> run(connection, "INSERT INTO nowhere VALUES (1)")))
                .hasMessageContaining("nowhere");
    }

    @Test
    void orphansItLeavesStopIt() throws Exception {
        sandbox.script(
                "0001-t.sql",
                "CREATE TABLE t (a); CREATE TABLE p (id INTEGER PRIMARY KEY);"
                        + "CREATE TABLE c (p REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);");
        assertThat(fails(connection -> run(connection, "DELETE FROM p"))).hasMessageContaining("foreign key");
        assertThat(sandbox.query("SELECT * FROM p")).containsExactly("1");
    }

    @Test
    void hasForeignKeysOffAfterAScriptThatHadThemOn() throws Exception {
        sandbox.script(
                "0001-t.sql",
                "PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY);"
                        + "CREATE TABLE c (p REFERENCES p ON DELETE CASCADE);"
                        + "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);");
        with(connection -> {
                    run(connection, "DELETE FROM p");
                    run(connection, "INSERT INTO p VALUES (1)");
                })
                .migrate();
        assertThat(sandbox.query("SELECT * FROM c")).containsExactly("1");
    }

    @Test
    void interruptInItEndsTheRunAndKeepsTheThreadInterrupted() throws Exception {
        FastMigrate fastMigrate = with(connection -> {
            run(connection, "INSERT INTO t VALUES (1)");
            Thread.currentThread().interrupt();
            Thread.sleep(60_000);
        });
        MigrationInterruptedException error =
                catchThrowableOfType(MigrationInterruptedException.class, fastMigrate::migrate);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.report())
                .hasValueSatisfying(report -> assertThat(report.applied()).hasSize(1));
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(sandbox.query("SELECT * FROM t")).isEmpty();
    }

    @Test
    void longStatementEndsSoonAfterAnInterrupt() throws Exception {
        FastMigrate fastMigrate = with(connection -> {
            Thread.currentThread().interrupt();
            run(
                    connection,
                    "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n");
        });
        assertThatThrownBy(fastMigrate::migrate).isInstanceOf(MigrationInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000})
    void numberOutOfRangeIsRefused(int number) {
        FastMigrate fastMigrate = sandbox.builder()
                .javaMigrations(List.of(migration(number, "x", connection -> {})))
                .build();
        assertThatThrownBy(fastMigrate::scripts)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining(String.valueOf(number));
    }

    @Test
    void descriptionMustNotBeBlank() {
        FastMigrate fastMigrate = sandbox.builder()
                .javaMigrations(List.of(migration(3, " ", connection -> {})))
                .build();
        assertThatThrownBy(fastMigrate::scripts).isInstanceOf(InvalidScriptException.class);
    }

    @Test
    void sharesItsNumberWithNoScript() {
        FastMigrate fastMigrate = sandbox.builder()
                .javaMigrations(List.of(migration(1, "x", connection -> {})))
                .build();
        assertThatThrownBy(fastMigrate::scripts)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContainingAll("0001-t.sql", JavaMigrationTest.class.getName());
    }
}

package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** A script counts as applied only where its version is there afterwards, in the transaction that was begun for it. */
class VersionKeptTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeDatabase() throws SQLException, IOException {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER spoil BEFORE INSERT ON _meta BEGIN SELECT RAISE(IGNORE); END",
                "CREATE TRIGGER spoil AFTER INSERT ON _META BEGIN UPDATE _meta SET version = 7; END",
                "CREATE TRIGGER spoil AFTER INSERT ON _meta BEGIN DELETE FROM _meta; END"
            })
    void aTriggerThatSpoilsTheVersionFailsTheScript(String trigger) throws Exception {
        sandbox.execute(trigger);
        sandbox.script("0001-rows.sql", "INSERT INTO t VALUES (2);");
        sandbox.script("0002-rows.sql", "BEGIN; INSERT INTO t VALUES (3); COMMIT;");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("version was not stored")
                .hasMessageContaining("spoil");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void aTriggerMadeByTheScriptItselfIsFoundToo() throws Exception {
        sandbox.script(
                "0001-spoil.sql", "CREATE TRIGGER spoil BEFORE INSERT ON _meta BEGIN SELECT RAISE(IGNORE); END;");
        assertThatThrownBy(sandbox.builder().build()::migrate).hasMessageContaining("version was not stored");
        sandbox.script(
                "0001-spoil.sql",
                "ALTER TABLE _meta RENAME TO m; CREATE VIEW _meta AS SELECT * FROM m; CREATE TRIGGER i INSTEAD OF"
                        + " INSERT ON _meta BEGIN UPDATE m SET version = new.version; END;");
        assertThatThrownBy(sandbox.builder().build()::migrate).hasMessageContaining("_meta");
        sandbox.execute("DROP TABLE _meta; CREATE TABLE _meta (id, version); INSERT INTO _meta VALUES (1, 0)");
        sandbox.script("0001-spoil.sql", "INSERT INTO t VALUES (2);");
        assertThatThrownBy(sandbox.builder().build()::migrate).hasMessageContaining("holds 0 and 1");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }

    @Test
    void aTriggerThatSpoilsTheHistoryFailsTheScript() throws Exception {
        sandbox.script("0001-rows.sql", "INSERT INTO t VALUES (2);")
                .builder()
                .build()
                .migrate();
        sandbox.execute("CREATE TRIGGER spoil BEFORE INSERT ON _fastmigrate_history BEGIN SELECT RAISE(IGNORE); END");
        sandbox.script("0002-rows.sql", "INSERT INTO t VALUES (3);");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("_fastmigrate_history")
                .hasMessageContaining("spoil");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void fails(String message, Work work) throws SQLException {
        assertThatThrownBy(sandbox.builder()
                        .javaMigrations(List.of(migration(work)))
                        .build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining(message);
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }

    private static JavaMigration migration(Work work) {
        return new JavaMigration() {
            @Override
            public Version version() {
                return new Version(1);
            }

            @Override
            public String description() {
                return "work";
            }

            @Override
            public void migrate(Connection connection) throws SQLException {
                work.on(connection);
            }
        };
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aJavaMigrationCannotEndItsTransactionThroughItsConnection() throws Exception {
        for (String sql : List.of(
                "COMMIT", "END", "ROLLBACK", "BEGIN", "INSERT INTO t VALUES (2); /* */ Commit", "-- \ncommit")) {
            fails("its transaction also contains its version", connection -> run(connection, sql));
            fails(
                    "its transaction also contains its version",
                    connection -> connection.prepareStatement(sql).execute());
        }
        fails(
                "its transaction",
                connection -> connection.createStatement().getConnection().commit());
        fails(
                "its transaction",
                connection -> connection.getMetaData().getConnection().commit());
        fails(
                "its transaction",
                connection -> connection.unwrap(Connection.class).commit());
        fails("its transaction", connection -> run(connection, "PRAGMA journal_mode = OFF"));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void whatEndsTheTransactionBehindTheGuardIsNoticed() throws Exception {
        String[] pair = {"COMMIT", "BEGIN IMMEDIATE", "SAVEPOINT _fastmigrate_java", "INSERT INTO t VALUES (3)"};
        Work insert = connection -> run(connection, "INSERT INTO t VALUES (2)");
        fails("committed the transaction that contains its version", connection -> {
            insert.on(connection);
            run(connection.unwrap(SQLiteConnection.class), pair);
        });
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1", "2");
        fails(
                "rolled back the transaction",
                connection -> run(
                        connection.unwrap(SQLiteConnection.class),
                        "ROLLBACK",
                        "BEGIN IMMEDIATE",
                        "SAVEPOINT _fastmigrate_java"));
        fails("committed the transaction", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
                run(rows.getStatement().getConnection(), pair);
            }
        });
        fails(
                "no such table: nowhere",
                connection ->
                        run(connection.unwrap(SQLiteConnection.class), "COMMIT", "BEGIN", "SELECT * FROM nowhere"));
    }

    @Test
    void aJavaMigrationCannotSwitchTheJournalOffBehindTheGuard() throws Exception {
        fails(
                "no such table: nowhere",
                connection -> run(
                        connection.unwrap(SQLiteConnection.class),
                        "PRAGMA journal_mode = OFF",
                        "INSERT INTO t VALUES (2)",
                        "SELECT * FROM nowhere"));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1");
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void aGuardedConnectionIsItself() throws Exception {
        sandbox.builder()
                .javaMigrations(List.of(migration(connection -> {
                    assertThat(connection.equals(connection)).isTrue();
                    assertThat(connection.createStatement().getConnection()).isEqualTo(connection);
                    assertThat(connection.hashCode()).isEqualTo(connection.hashCode());
                    run(connection, "SAVEPOINT s", "INSERT INTO t VALUES (2)", "ROLLBACK TO s", "RELEASE s");
                    connection.releaseSavepoint(connection.setSavepoint());
                    run(connection, "INSERT INTO t VALUES ('it''s; COMMIT')");
                })))
                .build()
                .migrate();
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1", "it's; COMMIT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW _Meta AS SELECT 1 AS id, 7 AS version",
                "CREATE TABLE t (a); CREATE INDEX _meta ON t (a)",
                "CREATE VIEW _meta AS SELECT a FROM gone"
            })
    void somethingElseOfThatNameIsCalledSoByEveryCommand(String sql) throws Exception {
        Sandbox other = new Sandbox(directory.resolve("other.db"), directory.resolve("other"))
                .script("0001-t.sql", "CREATE TABLE u (a);")
                .execute(sql);
        byte[] before = Files.readAllBytes(other.database());
        FastMigrate fastMigrate = other.builder().build();
        for (ThrowingCallable command : List.<ThrowingCallable>of(
                fastMigrate::create,
                fastMigrate::status,
                fastMigrate::plan,
                fastMigrate::migrate,
                fastMigrate::rehearse,
                fastMigrate::enroll)) {
            assertThatThrownBy(command)
                    .isInstanceOf(DatabaseUnusableException.class)
                    .hasMessageContaining("The version of " + other.database() + " cannot be kept: _meta is a")
                    .hasMessageContaining("not a table");
        }
        assertThat(Files.readAllBytes(other.database())).isEqualTo(before);
    }

    /** Another tool's table of that shape is as good, and a view of that name is not. */
    @Test
    void theTableMayBeWithoutRowIds() throws Exception {
        Sandbox other = new Sandbox(directory.resolve("other.db"), directory.resolve("other"))
                .script("0001-t.sql", "CREATE TABLE t (a);")
                .execute(
                        "CREATE TABLE _meta (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL DEFAULT 0)"
                                + " WITHOUT ROWID; INSERT INTO _meta VALUES (1, 0)");
        assertThat(other.builder().build().migrate().after()).isEqualTo(new Version(1));
        assertThat(other.query("SELECT version FROM _meta")).containsExactly("1");
    }
}

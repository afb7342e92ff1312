package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** What a script or a Java migration locks out by itself is not the fault of another program, and is not waited for. */
class OwnLocksTest {

    /** What a migration does. */
    interface Change {
        void make(Connection connection) throws Exception;
    }

    @TempDir
    Path directory;

    private final List<AutoCloseable> left = new ArrayList<>();
    private Sandbox sandbox;

    @BeforeEach
    void fresh() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-t.sql", """
                        CREATE TABLE t (a INTEGER PRIMARY KEY);
                        INSERT INTO t VALUES (1), (2), (3);
                        """);
        sandbox.managed().migrate();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : left) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T leaves(T open) {
        left.add(open);
        return open;
    }

    private FastMigrateBuilder builder(Change change) {
        JavaMigration migration = new JavaMigration() {
            @Override
            public Version version() {
                return new Version(2);
            }

            @Override
            public String description() {
                return "java";
            }

            @Override
            public void migrate(Connection connection) throws Exception {
                change.make(connection);
            }
        };
        return sandbox.builder().javaMigrations(List.of(migration)).lockTimeout(Duration.ofSeconds(20));
    }

    private ScriptFailedException fails(FastMigrateBuilder builder) throws SQLException {
        List<String> before = Sandbox.content(sandbox.database());
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, () -> builder.build().migrate());
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage() + failure.advice()).doesNotContain("nother program");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        return failure;
    }

    @ParameterizedTest
    @EnumSource(TransactionScope.class)
    void whatAMigrationLeavesOpenStopsNeitherItselfNorTheNextScript(TransactionScope scope) throws Exception {
        sandbox.script("0003-drop.sql", "DROP TABLE t;");
        FastMigrate fastMigrate = builder(connection -> {
                    connection.setSavepoint("mine");
                    ResultSet rows = connection.createStatement().executeQuery("SELECT a FROM t");
                    assertThat(rows.next()).isTrue();
                    PreparedStatement returning =
                            connection.prepareStatement("INSERT INTO t VALUES (?), (?) RETURNING a");
                    returning.setInt(1, 8);
                    returning.setInt(2, 9);
                    assertThat(returning.executeQuery().next()).isTrue();
                    assertThat(connection
                                    .getMetaData()
                                    .getTables(null, null, "%", null)
                                    .next())
                            .isTrue();
                })
                .transaction(scope)
                .build();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(3));
    }

    @Test
    void aResultSetThatIsOpenWhileTheTableIsDroppedIsNamed() throws Exception {
        ScriptFailedException failure = fails(builder(connection -> {
            ResultSet rows = connection.createStatement().executeQuery("SELECT a FROM t");
            assertThat(rows.next()).isTrue();
            run(connection, "DROP TABLE t");
        }));
        assertThat(failure).hasMessageContaining("table is locked");
        assertThat(failure.advice()).contains("result set").contains("close it first");
    }

    @Test
    void aStatementOfTheDriversOwnConnectionThatIsStillWritingIsNamed() throws Exception {
        ScriptFailedException failure = fails(builder(connection -> {
            Statement statement = connection.unwrap(SQLiteConnection.class).createStatement();
            leaves(statement);
            assertThat(statement
                            .executeQuery("INSERT INTO t VALUES (7), (8) RETURNING a")
                            .next())
                    .isTrue();
        }));
        assertThat(failure).hasMessageContaining("statement").hasMessageContaining("still");
        assertThat(failure.advice()).contains("close it first");
    }

    @Test
    void aStatementThatIsStillWritingWhenASavepointIsWantedIsNamed() throws Exception {
        ScriptFailedException failure = fails(builder(connection -> {
            assertThat(connection
                            .createStatement()
                            .executeQuery("INSERT INTO t VALUES (7), (8) RETURNING a")
                            .next())
                    .isTrue();
            connection.setSavepoint();
        }));
        assertThat(failure.advice()).contains("close it first");
    }

    @Test
    void aSecondConnectionThatWantsToWriteIsNamed() throws Exception {
        ScriptFailedException failure = fails(builder(connection -> {
            run(connection, "INSERT INTO t VALUES (4)");
            try (Connection second = DriverManager.getConnection("jdbc:sqlite:" + sandbox.database());
                    Statement statement = second.createStatement()) {
                statement.executeUpdate("PRAGMA busy_timeout = 1");
                statement.executeUpdate("INSERT INTO t VALUES (5)");
            }
        }));
        assertThat(failure).hasMessageContaining("transaction that contains");
        assertThat(failure.advice()).contains("the connection that it is given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void theDatabaseAttachedToItselfByAMigrationIsNamed(String journal) throws Exception {
        sandbox.query("PRAGMA journal_mode = " + journal);
        ScriptFailedException failure = fails(builder(connection -> {
            run(connection, "ATTACH '" + sandbox.database() + "' AS self");
            run(connection, "INSERT INTO self.t VALUES (4)");
        }));
        assertThat(failure).hasMessageContaining("attached a second time, as self");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH '%s' AS self; INSERT INTO t SELECT a + 10 FROM self.t;",
                "INSERT INTO t VALUES (4); ATTACH '%s' AS self; INSERT INTO t SELECT a + 10 FROM self.t; VACUUM;"
            })
    void theDatabaseAttachedToItselfByAScriptIsNamedWithItsPosition(String script) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), sandbox.database());
        Path hardLink = Files.createLink(directory.resolve("hard.db"), sandbox.database());
        for (Path name : List.of(sandbox.database(), link, hardLink)) {
            sandbox.script("0002-self.sql", "\n" + script.formatted(name));
            ScriptFailedException failure = catchThrowableOfType(
                    ScriptFailedException.class,
                    () -> sandbox.builder()
                            .lockTimeout(Duration.ofSeconds(20))
                            .build()
                            .migrate());
            assertThat(failure)
                    .hasMessageContaining("0002-self.sql:2:")
                    .hasMessageContaining("attached a second time, as self");
            assertThat(failure.advice()).contains("main");
            assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
        }
    }

    @Test
    void anotherDatabaseMayBeAttached() throws Exception {
        sandbox.script(
                "0002-other.sql",
                "ATTACH '" + directory.resolve("other.db") + "' AS other; CREATE TABLE other.o AS SELECT a FROM t;");
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(2));
    }

    @ParameterizedTest
    @EnumSource(Holder.class)
    void aConnectionOfTheSameProgramIsNotCalledAnotherProgram(Holder holder) throws Exception {
        Connection own = leaves(sandbox.connect());
        sandbox.script("0002-more.sql", "INSERT INTO t VALUES (4);").script("0003-more.sql", "SELECT 1;");
        FastMigrate fastMigrate = sandbox.builder()
                .lockTimeout(Duration.ofMillis(50))
                .listener(new MigrationListener() {
                    @Override
                    public void onStarted(Plan.Step step) {
                        try {
                            holder.hold(own);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .build();
        Throwable thrown = catchThrowable(fastMigrate::migrate);
        assertThat(thrown).isInstanceOf(ScriptFailedException.class);
        assertThat(thrown.getCause()).isInstanceOfSatisfying(LockTimeoutException.class, timeout -> {
            assertThat(timeout).hasMessageContaining("locked by another connection of this program");
            assertThat(timeout.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(timeout.advice()).contains("commit or close");
        });
        own.close();
        assertThat(((FastMigrateException) thrown).getMessage()).contains("waited");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
    }

    enum Holder {
        READS {
            @Override
            void hold(Connection own) throws SQLException {
                own.createStatement().executeQuery("SELECT a FROM t").next();
            }
        },
        WRITES {
            @Override
            void hold(Connection own) throws SQLException {
                run(own, "BEGIN IMMEDIATE");
            }
        };

        abstract void hold(Connection own) throws SQLException;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}

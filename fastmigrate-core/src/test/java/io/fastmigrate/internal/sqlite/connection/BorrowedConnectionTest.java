package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.sqlite.OneConnection;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that shares its one connection, with {@code autoCommit} off. */
class BorrowedConnectionTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeTable() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-a.sql", "CREATE TABLE a (x);");
        sandbox.managed();
    }

    private FastMigrate migrating(OneConnection application) {
        return FastMigrate.dataSource(application)
                .migrations(sandbox.migrations())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void getsItBackAsItWas(String journal) throws Exception {
        sandbox.query("PRAGMA journal_mode = " + journal);
        try (OneConnection application = OneConnection.to(sandbox.database())) {
            Connection connection = application.connection();
            connection.setAutoCommit(false);

            assertThat(migrating(application).migrate().after()).isEqualTo(new Version(1));

            assertThat(connection.getAutoCommit()).isFalse();
            Sql.run(connection, "INSERT INTO a VALUES (1)");
            connection.rollback();
            assertThat(Sql.string(connection, "SELECT count(*) FROM a")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void isToldThatItsOpenTransactionIsInTheWay(String journal) throws Exception {
        sandbox.query("PRAGMA journal_mode = " + journal);
        sandbox.execute("CREATE TABLE work (x)");
        try (OneConnection application = OneConnection.to(sandbox.database())) {
            Connection connection = application.connection();
            connection.setAutoCommit(false);
            FastMigrate fastMigrate = migrating(application);
            Sql.run(connection, "INSERT INTO work VALUES (1)");

            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(fastMigrate::migrate)
                    .withMessageContaining("with an open transaction")
                    .satisfies(e -> assertThat(e.advice()).startsWith("Commit or roll back before migrating"));

            assertThat(connection.getAutoCommit()).isFalse();
            connection.rollback();
            assertThat(Sql.string(connection, "SELECT count(*) FROM work")).isEqualTo("0");
            connection.rollback();
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(1));
        }
    }

    @Test
    void isInNoTransactionAfterAnAcceptThatFails() throws Exception {
        try (OneConnection application = OneConnection.to(sandbox.database())) {
            Connection connection = application.connection();
            FastMigrate fastMigrate = migrating(application);
            fastMigrate.migrate();
            Sql.run(
                    connection,
                    "CREATE TRIGGER no BEFORE INSERT ON _fastmigrate_history BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
            sandbox.script("0001-a.sql", "CREATE TABLE a (x, y);");

            assertThatExceptionOfType(FastMigrateException.class)
                    .isThrownBy(() -> fastMigrate.accept(new Version(1)))
                    .withMessageContaining("on purpose");

            Sql.run(connection, "INSERT INTO a VALUES (1)");
            try (Connection other = sandbox.connect()) {
                assertThat(Sql.string(other, "SELECT count(*) FROM a")).isEqualTo("1");
            }
        }
    }

    @Test
    void isEndedWhereAScriptTookAwayWhatCannotComeBack() throws Exception {
        try (OneConnection application = OneConnection.to(sandbox.database())) {
            Sql.run(application.connection(), "ATTACH ':memory:' AS mine");
            sandbox.script("0001-a.sql", "DETACH mine;\nCREATE TABLE a (x);");

            assertThat(migrating(application).migrate().after()).isEqualTo(new Version(1));

            assertThat(application.connection().isClosed()).isTrue();
        }
    }
}

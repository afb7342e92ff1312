package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application has on the connection to a database in memory, which cannot be ended without the database. */
class ApplicationObjectsTest {

    @TempDir
    Path migrations;

    private HikariDataSource pool;
    private FastMigrateBuilder builder;

    @BeforeEach
    void openPoolOfOne() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite::memory:");
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(5_000);
        pool = new HikariDataSource(config);
        builder = FastMigrate.dataSource(pool).migrations(migrations);
        builder.build().create();
        run("CREATE TABLE person (a)", "ATTACH ':memory:' AS \"My Ärzte\"", "CREATE TEMP TABLE kept (a)");
        run("INSERT INTO kept VALUES (1)", "CREATE TEMP VIEW seen AS SELECT a FROM kept");
        run("CREATE TEMP TRIGGER watch AFTER INSERT ON main.person BEGIN INSERT INTO kept VALUES (2); END");
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DETACH \"my Ärzte\" | My Ärzte",
                "DETACH DATABASE [My Ärzte] | My Ärzte",
                "PRAGMA temp_store = MEMORY | view temp.\"seen\"",
                "PRAGMA temp_store(1) | view temp.\"seen\"",
                "DROP VIEW Seen | view temp.\"seen\"",
                "DROP TABLE IF EXISTS `temp`.KEPT | table temp.\"kept\"",
                "DROP TRIGGER watch | trigger temp.\"watch\"",
                "ALTER TABLE kept RENAME TO gone | table temp.\"kept\"",
            })
    void refusesStatementThatTakesSomethingAwayBeforeAnythingRan(String statement, String what) throws Exception {
        Files.writeString(migrations.resolve("0001-a.sql"), "CREATE TABLE a (a);");
        Files.writeString(migrations.resolve("0002-b.sql"), "CREATE TABLE b (a);\n" + statement + ";");

        InvalidScriptException refused = catchThrowableOfType(InvalidScriptException.class, builder.build()::migrate);

        assertThat(refused)
                .hasMessageContaining("0002-b.sql:2:1: ")
                .hasMessageContaining(what)
                .hasMessageEndingWith("; nothing ran.");
        assertThat(catchThrowableOfType(InvalidScriptException.class, builder.build()::plan))
                .hasMessage(refused.getMessage());
        assertThat(builder.build().version()).isEqualTo(Version.ZERO);
        assertAllIsThere();
    }

    @ParameterizedTest
    @CsvSource({"PRAGMA temp_store = 0", "CREATE TEMP TABLE own (a); DROP TABLE own", "DROP TABLE IF EXISTS main.kept"})
    void runsWhatTakesNothingOfTheApplications(String statements) throws Exception {
        Files.writeString(migrations.resolve("0001-a.sql"), statements + ";");
        assertThat(builder.build().migrate().after()).isEqualTo(new Version(1));
        assertAllIsThere();
    }

    @Test
    void rollsBackWhatTakesSomethingAwayByTheWay() throws Exception {
        Files.writeString(migrations.resolve("0001-a.sql"), "DROP TABLE person;");
        assertThat(catchThrowableOfType(ScriptFailedException.class, builder.build()::migrate))
                .hasMessageContaining("the temporary trigger temp.\"watch\"");
        assertThat(builder.build().version()).isEqualTo(Version.ZERO);
        assertAllIsThere();
    }

    @Test
    void rollsBackJavaMigrationThatTakesSomethingAway() throws Exception {
        var fastMigrate = builder.javaMigrations(List.of(new ContractBase.Statements(1, "DROP VIEW seen")))
                .build();
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate))
                .hasMessageContaining("the temporary view temp.\"seen\"");
        assertAllIsThere();
    }

    private void assertAllIsThere() throws SQLException {
        run("INSERT INTO main.person VALUES (1)", "CREATE TABLE \"My Ärzte\".t (a)");
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT group_concat(a) FROM temp.seen")) {
            assertThat(rows.getString(1)).isEqualTo("1,2");
        }
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Common scripts, and those of one kind of database, on each kind. */
class VendorLocationsTest {

    /** What only one kind runs as it is. */
    private static final Map<String, String> OWN = Map.of(
            "sqlite", "CREATE TABLE own (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;\n",
            "postgresql", "CREATE TABLE own (id bigint GENERATED ALWAYS AS IDENTITY, facts jsonb);\n",
            "mariadb", "CREATE TABLE own (id bigint AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;\n",
            "h2", "CREATE CACHED TABLE own (id IDENTITY);\n",
            "duckdb", "CREATE TABLE own (ids INTEGER[], facts STRUCT(a INTEGER));\n");

    @TempDir
    Path directory;

    private Migrations common;

    @SuppressWarnings("NullAway") // set before each test
    VendorLocationsTest() {}

    @BeforeEach
    void writeScripts() throws Exception {
        common = new Migrations(directory.resolve("common"))
                .with("0001-first.sql", "CREATE TABLE common (id INTEGER);\n")
                .with("0003-third.sql", "INSERT INTO common VALUES (1);\n");
        for (Map.Entry<String, String> each : OWN.entrySet()) {
            new Migrations(directory.resolve(each.getKey())).with("0002-own.sql", each.getValue());
        }
    }

    private String url(String vendor) throws Exception {
        return switch (vendor) {
            case "postgresql" -> Servers.postgres();
            case "mariadb" -> Servers.maria();
            case "h2" -> "jdbc:h2:" + directory.resolve("h2db");
            case "duckdb" -> "jdbc:duckdb:" + directory.resolve("duck.db");
            default -> "jdbc:sqlite:" + directory.resolve("app.db");
        };
    }

    private ApplicationContextRunner runner(String url) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FastMigrateAutoConfiguration.class))
                .withPropertyValues(
                        "fastmigrate.db=" + url,
                        "fastmigrate.migrations=" + common.directory() + "," + directory + "/{vendor}");
    }

    @ParameterizedTest
    @CsvSource({"sqlite", "postgresql", "mariadb", "h2", "duckdb"})
    void areOneSequence(String vendor) throws Exception {
        String url = url(vendor);
        runner(url).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(FastMigrate.class).status().applied())
                    .extracting(HistoryEntry::fileName)
                    .containsExactly("0001-first.sql", "0002-own.sql", "0003-third.sql");
        });
        assertThat(CommandLine.run(
                                Map.of(),
                                "status",
                                "--db",
                                url,
                                "--migrations",
                                directory.resolve(vendor).toString(),
                                "--migrations",
                                common.directory().toString())
                        .output())
                .contains("up to date");
    }

    @ParameterizedTest
    @CsvSource({"sqlite", "postgresql", "mariadb", "h2", "duckdb"})
    void areRefusedWithOneNumberTwice(String vendor) throws Exception {
        new Migrations(directory.resolve(vendor)).with("0003-mine.sql", "SELECT 1;\n");
        runner(url(vendor)).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .hasRootCauseInstanceOf(InvalidScriptException.class)
                    .rootCause()
                    .hasMessageContainingAll(
                            common.directory().resolve("0003-third.sql").toString(),
                            directory.resolve(vendor).resolve("0003-mine.sql").toString());
        });
    }
}

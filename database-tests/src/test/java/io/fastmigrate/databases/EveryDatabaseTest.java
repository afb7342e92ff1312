package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** One directory of plain scripts, for all databases. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class EveryDatabaseTest {

    private static final String AUTHORS =
            "SELECT name FROM author JOIN book ON book.author_id = author.id ORDER BY book.id";

    @TempDir
    Path directory;

    private Migrations migrations;

    @SuppressWarnings("NullAway") // set before each test
    EveryDatabaseTest() {}

    @BeforeEach
    void writeScripts() throws Exception {
        migrations = new Migrations(directory.resolve("migrations"))
                .with(
                        "0001-authors.sql",
                        "CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL);\n"
                                + "INSERT INTO author (id, name) VALUES (1, 'Ada; Lovelace'), (2, 'Grace');\n")
                .with(
                        "0002-books.sql",
                        "-- of an author; each\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL"
                                + " REFERENCES author (id), title VARCHAR(200));\n")
                .with("0005-index.sql", "CREATE INDEX book_title ON book (title);\n")
                .with(
                        "0006-rows.sql",
                        "INSERT INTO book VALUES (1, 2, 'Flow'), (2, 1, 'Notes');\nUPDATE book SET title = 'x';");
    }

    private String url(String database) throws Exception {
        return switch (database) {
            case "PostgreSQL" -> Servers.postgres();
            case "MariaDB" -> Servers.maria();
            case "H2" -> "jdbc:h2:" + directory.resolve("h2");
            case "DuckDB" -> "jdbc:duckdb:" + directory.resolve("duck.db");
            default -> "jdbc:sqlite:" + directory.resolve("app.db");
        };
    }

    private void hasAllRows(String url) throws Exception {
        assertThat(new JdbcDatabase(() -> FastMigrate.database(url), () -> DriverManager.getConnection(url))
                        .query(AUTHORS))
                .containsExactly("Grace", "Ada; Lovelace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQLite", "PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void isMigratedFromTheCommandLine(String database) throws Exception {
        String url = url(database);
        String scripts = migrations.directory().toString();
        String made = CommandLine.run(Map.of(), "create", "--db", url).output();
        if (database.equals("SQLite")) {
            assertThat(made)
                    .startsWith("Creating database at ")
                    .contains("Created new versioned SQLite database with version=0 at: ");
        } else {
            assertThat(made)
                    .startsWith("Creating table _meta in the database at jdbc:")
                    .contains("Created table _meta in the database with version=0 at: jdbc:")
                    .doesNotContain("Created new");
        }
        assertThat(CommandLine.run(Map.of(), "create", "--db", url).output())
                .contains("A versioned database (version: 0) already exists at: ");
        CommandLine.Result migrated = CommandLine.run(Map.of(), "migrate", "--db", url, "--migrations", scripts);
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
        assertThat(CommandLine.run(Map.of(), "check", "--db", url).output()).contains("Database version: 6");
        hasAllRows(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQLite", "PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void isMigratedFromSpringBoot(String database) throws Exception {
        String url = url(database);
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FastMigrateAutoConfiguration.class))
                .withPropertyValues("fastmigrate.db=" + url, "fastmigrate.migrations=" + migrations.directory())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(FastMigrate.class).version().number())
                            .isEqualTo(6);
                });
        hasAllRows(url);
    }

    @Test
    void takesDriversFromAFolderAndNamesTheOneThatIsMissing() throws Exception {
        Predicate<String> isDriver = jar -> jar.matches(".*/(postgresql|checker-qual)-[^/]*\\.jar");
        String url = Servers.postgres().replaceFirst("\\?.*", "");
        CommandLine.Result without =
                CommandLine.run(isDriver.negate(), Map.of(), "create", "--db", url, "--user", "postgres");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.output()).contains("org.postgresql:postgresql", "drivers");
        Path drivers = Files.createDirectory(directory.resolve("drivers"));
        for (String jar : CommandLine.jars().filter(isDriver).toList()) {
            Files.copy(Path.of(jar), drivers.resolve(Path.of(jar).getFileName()));
        }
        CommandLine.Result with = CommandLine.run(
                isDriver.negate(),
                Map.of("FASTMIGRATE_DRIVERS", drivers.toString(), "FASTMIGRATE_DB_USER", "postgres"),
                "create",
                "--db",
                url);
        assertThat(with.exitCode()).as(with.output()).isZero();
    }

    @Test
    void takesPasswordFromEnvironmentOrFileButNeverShowsIt() throws Exception {
        Servers.execute(Servers.maria("test"), "CREATE OR REPLACE USER 'grace'@'localhost' IDENTIFIED BY 'h!dden-one'");
        Servers.execute(Servers.maria("test"), "GRANT ALL ON *.* TO 'grace'@'localhost'");
        String url = Servers.maria().replaceFirst("\\?.*", "");
        CommandLine.Result wrong = CommandLine.run(
                Map.of("FASTMIGRATE_DB_PASSWORD", "wr0ng-one"), "create", "-v", "--db", url, "--user", "grace");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.output()).contains("Access denied").doesNotContain("wr0ng-one");
        Path file = Files.writeString(directory.resolve("password"), "h!dden-one\n");
        CommandLine.Result right =
                CommandLine.run(Map.of(), "create", "--db", url, "--user", "grace", "--password-file", file.toString());
        assertThat(right.exitCode()).as(right.output()).isZero();
    }

    /** There is nothing to lose yet. */
    @ParameterizedTest
    @ValueSource(strings = {"SQLite", "PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void doesNotBackUpWhatItJustCreated(String database) throws Exception {
        FastMigrate fastMigrate = FastMigrate.database(url(database))
                .migrations(migrations.directory())
                .backUpFirst()
                .build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().backup()).isEmpty();
        assertThat(fastMigrate.backups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQLite", "PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void backsUpWhatItCreatedAndOthersHaveUsed(String database) throws Exception {
        String url = url(database);
        FastMigrate fastMigrate = FastMigrate.database(url)
                .migrations(migrations.directory())
                .backupDirectory(directory.resolve("backups"))
                .backUpFirst()
                .build();
        fastMigrate.create();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW something AS SELECT 1 AS one");
        }
        try {
            assertThat(fastMigrate.migrate().backup()).isPresent();
        } catch (BackupFailedException e) {
            assertThat(e).hasMessageContaining("No backup was made"); // its program is not here
        }
    }
}

package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/from-flyway.md and docs/from-liquibase.md, run in a project of the tool as its users have it. */
class GuidesTest {

    private static final Pattern BLOCK = Pattern.compile("^ *```sh\\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Path RESOURCES = Path.of("src/main/resources");

    @TempDir
    Path directory;

    private String url;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(directory.resolve("data"));
        url = "jdbc:sqlite:" + directory.resolve("data/app.db");
    }

    /** Returns what a page's blocks for the shell have of our commands, each on one line. */
    private static List<String> commands(String page) throws Exception {
        return BLOCK.matcher(Files.readString(Path.of("../docs", page)))
                .results()
                .flatMap(block -> block.group(1).replace("\\\n", " ").lines())
                .map(String::strip)
                .filter(line -> line.startsWith("fastmigrate "))
                .toList();
    }

    private String run(String command) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fastmigrate.cli.Main"));
        words.addAll(List.of(command.split("\\s+", -1)).subList(1, command.split("\\s+", -1).length));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor())
                .as(command + "\n" + Files.readString(output))
                .isZero();
        return Files.readString(output);
    }

    private void addResource(String path, String text) throws Exception {
        Path file = directory.resolve(RESOURCES).resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private FastMigrate fastMigrate() {
        return FastMigrate.sqlite(directory.resolve("data/app.db"))
                .migrations(directory.resolve(RESOURCES).resolve("migrations"))
                .build();
    }

    private void migratesOn(int next) throws Exception {
        addResource("migrations/%04d-more.sql".formatted(next), "CREATE TABLE more (id INTEGER PRIMARY KEY);\n");
        assertThat(fastMigrate().migrate().after().number()).isEqualTo(next);
    }

    @Test
    void leadFromFlyway() throws Exception {
        addResource("db/migration/V1__create_books.sql", "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n");
        addResource("db/migration/V1_1__add_pages.sql", "ALTER TABLE book ADD COLUMN pages INTEGER;\n");
        addResource(
                "db/migration/R__titles.sql",
                "DROP VIEW IF EXISTS titles;\nCREATE VIEW titles AS SELECT title FROM book;\n");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + directory.resolve(RESOURCES).resolve("db/migration"))
                .load()
                .migrate();
        List<String> commands = commands("from-flyway.md");
        assertThat(commands).hasSize(3);

        assertThat(run(commands.get(0))).contains("Nothing was changed.");
        assertThat(run(commands.get(1))).contains("Database backup created: ");
        run(commands.get(2));

        assertThat(fastMigrate().status().pending()).isEmpty();
        assertThat(directory.resolve(RESOURCES).resolve("migrations/repeatable/titles.sql"))
                .exists();
        migratesOn(3);
    }

    @Test
    void leadFromLiquibase() throws Exception {
        addResource("db/changelog/db.changelog-master.yaml", """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ada
                  changes:
                    - createTable:
                        tableName: book
                        columns:
                          - column: {name: id, type: int, constraints: {primaryKey: true, nullable: false}}
              - include:
                  file: db/changelog/more.sql
            """);
        addResource("db/changelog/more.sql", """
            --liquibase formatted sql
            --changeset ada:2
            CREATE TABLE shelf (id INTEGER PRIMARY KEY);
            """);
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            new Liquibase(
                            "db/changelog/db.changelog-master.yaml",
                            new DirectoryResourceAccessor(directory.resolve(RESOURCES)),
                            database)
                    .update("");
        }
        List<String> commands = commands("from-liquibase.md");
        assertThat(commands).hasSize(2);
        copyDependencies(directory.resolve("target/liquibase"));

        assertThat(run(commands.get(0))).contains("Would write").contains("0001-initial.sql");
        assertThat(run(commands.get(1))).contains("0001-db-changelog-master-1.sql", "0002-more-2.sql");
        run(commands.get(1).replace(" --dry-run", ""));

        assertThat(fastMigrate().status().pending()).isEmpty();
        migratesOn(3);
    }

    /** Does what the page has Maven do. */
    private static void copyDependencies(Path target) throws Exception {
        Files.createDirectories(target);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (String.valueOf(jar.getFileName()).matches("(?:liquibase|snakeyaml|opencsv|commons|jaxb).*\\.jar")) {
                Files.copy(jar, target.resolve(String.valueOf(jar.getFileName())), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}

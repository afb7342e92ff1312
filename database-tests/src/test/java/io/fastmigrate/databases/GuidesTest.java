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
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /** Returns what the blocks for the shell under a heading have of our commands, each on one line. */
    private static List<String> commands(String page, String heading) throws Exception {
        String text = Files.readString(Path.of("../docs", page));
        String section = text.substring(text.indexOf("\n## " + heading + "\n") + 1);
        int next = section.indexOf("\n## ");
        return BLOCK.matcher(next < 0 ? section : section.substring(0, next))
                .results()
                .flatMap(block -> block.group(1).replace("\\\n", " ").lines())
                .map(String::strip)
                .filter(line -> line.startsWith("fastmigrate "))
                .toList();
    }

    private String run(String command) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = directory.resolve("output.txt");
        ProcessBuilder shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "fastmigrate() { \"$JAVA\" -XX:TieredStopAtLevel=1 io.fastmigrate.cli.Main \"$@\"; }\n"
                                + command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("JAVA", java);
        shell.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = shell.start();
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
        List<String> commands = commands("from-flyway.md", "Moving a live database");
        assertThat(commands).hasSize(3);

        assertThat(run(commands.get(0))).contains("Nothing was changed.");
        assertThat(run(commands.get(1))).contains("Database backup created: ");
        run(commands.get(2));

        assertThat(fastMigrate().status().pending()).isEmpty();
        assertThat(directory.resolve(RESOURCES).resolve("migrations/repeatable/titles.sql"))
                .exists();
        migratesOn(3);
    }

    /** Puts a project of Flyway's users here, and lets Flyway migrate it. */
    private void migrateProject(String name, Map<String, String> placeholders, String... locations) throws Exception {
        Path project = Path.of("src/test/resources/flyway", name);
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(project.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Flyway.configure()
                .dataSource(url, null, null)
                .locations(Stream.of(locations)
                        .map(location -> "filesystem:"
                                + directory.resolve(RESOURCES).resolve("db").resolve(location))
                        .toArray(String[]::new))
                .placeholders(placeholders)
                .load()
                .migrate();
    }

    private void edit(String script, String before, String after) throws Exception {
        Path file = directory.resolve(RESOURCES).resolve("migrations").resolve(script);
        assertThat(file).content().contains(before);
        Files.writeString(file, Files.readString(file).replace(before, after));
    }

    private List<String> query(String sql) throws Exception {
        return new Workshop(url, directory.resolve("questions")).query(sql);
    }

    @Test
    void leadFromFlywayWithPlaceholders() throws Exception {
        migrateProject("sqlite", Map.of("shop", "Corner", "currency", "EUR"), "migration");
        List<String> commands = commands("from-flyway.md", "Placeholders");
        assertThat(commands).hasSize(2);

        assertThat(run(commands.get(0)))
                .contains("  --value 'currency=EUR'", "  --value 'shop=Corner'")
                .contains("  fastmigrate.values.currency=EUR", "  fastmigrate.values.shop=Corner");
        assertThat(run(commands.get(1))).contains("nothing to do");
        assertThat(directory.resolve(RESOURCES).resolve("migrations/0001-books.sql"))
                .hasSameTextualContentAs(directory.resolve(RESOURCES).resolve("db/migration/V1__books.sql"));

        addResource("migrations/0003-more.sql", "INSERT INTO book (title, price) VALUES ('${shop} poems', 3);\n");
        edit("repeatable/prices.sql", "price || ' '", "(price + 1) || ' '");
        run(commands.get(1));
        assertThat(query("SELECT shop || ': ' || title || ' ' || price FROM shop_prices ORDER BY title DESC"))
                .containsExactly("Corner: Walden, Corner 10.5 EUR", "Corner: CORNER POEMS 4 EUR");
        run(commands.get(1)
                .replace("migrate --db data/app.db", "create --db data/new.db")
                .replaceFirst("--migr.*", ""));
        run(commands.get(1).replace("data/app.db", "data/new.db"));
        url = url.replace("app.db", "new.db");
        assertThat(query("SELECT title FROM shop_prices ORDER BY title DESC"))
                .containsExactly("Walden, Corner", "Corner poems");
    }

    @Test
    void leadFromFlywayOnPostgres() throws Exception {
        url = Servers.postgres();
        migrateProject(
                "postgres",
                Map.of(
                        "shop", "Corner",
                        "region", "EU",
                        "language", "english",
                        "reader", "shop_reader",
                        "currency", "EUR",
                        "tax_percent", "7",
                        "lock_timeout", "5s"),
                "migration",
                "postgresql");
        String adopt = command("On PostgreSQL");

        assertThat(run(adopt + " --dry-run"))
                .contains(
                        "Note: beforeMigrate.sql is a callback", "Note: afterMigrate__refresh_sales.sql is a callback")
                .contains("Nothing was changed. The version would be 6.");
        assertThat(run(adopt))
                .contains("repeatable/20-customer-statistics.sql  from R__20_customer_statistics.sql")
                .contains("  fastmigrate.values[tax_percent]=7", "  fastmigrate.values.reader=shop_reader")
                .doesNotContain("was changed after Flyway ran it");
        String migrate = adopt.replace("adopt", "migrate").replaceAll("--(?:from|placeholder) \\S+", "");
        assertThat(run(migrate)).contains("Database version: 6; nothing to do.");

        addResource("migrations/0007-second-order.sql", """
            INSERT INTO product (category_id, name, price) VALUES (2, 'Books of ${shop}', 1);
            INSERT INTO order_line VALUES (1, 2, 1, 10);
            """);
        edit("repeatable/10-order-totals.sql", "o.customer_id,", "o.customer_id, '${currency}' AS paid_in,");
        assertThat(run(migrate)).contains("repeatable/10-order-totals.sql", "repeatable/20-customer-statistics.sql");
        assertThat(query("SELECT concat_ws(' ', full_name, shop, orders, gross) FROM customer_statistics"))
                .containsExactly("Ada Corner 1 37.45");
        assertThat(query("SELECT category_path(3)")).containsExactly("Corner > Books > Poetry");
        assertThat(query("SELECT concat_ws(' ', paid_in, currency, gross) FROM order_totals"))
                .containsExactly("EUR EUR 37.45");
        assertThat(query("SELECT has_table_privilege('shop_reader', 'order_totals', 'SELECT')"))
                .containsExactly("t");
        makesTheSameOnANewDatabase(migrate);
    }

    private String command(String heading) throws Exception {
        List<String> commands = commands("from-flyway.md", heading);
        assertThat(commands).hasSize(1);
        return commands.get(0).replace("jdbc:postgresql://localhost/shop", url);
    }

    private void makesTheSameOnANewDatabase(String migrate) throws Exception {
        String adopted = url;
        url = Servers.postgres();
        String next = migrate.replace(adopted, url);
        run(next.replace("fastmigrate migrate ", "fastmigrate create ").replaceAll("--(?:migrations|value) \\S+", ""));
        run(next);
        assertThat(query("SELECT concat_ws(' ', full_name, shop, region, orders, gross) FROM customer_statistics"
                        + " JOIN customer USING (id, full_name)"))
                .containsExactly("Ada Corner EU 1 37.45");
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
        List<String> commands = new ArrayList<>(commands("from-liquibase.md", "Moving a live database"));
        commands.addAll(commands("from-liquibase.md", "Change sets in XML, YAML and JSON"));
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

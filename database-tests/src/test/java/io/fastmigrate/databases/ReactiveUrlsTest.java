package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import io.fastmigrate.test.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.r2dbc.core.DatabaseClient;

/** The migration reaches the same database as R2DBC, in whatever way its URL is written. */
class ReactiveUrlsTest {

    @TempDir
    Path directory;

    private Migrations migrations;

    @SuppressWarnings("NullAway") // set before each test
    ReactiveUrlsTest() {}

    @BeforeEach
    void writeScripts() throws Exception {
        migrations = new Migrations(directory.resolve("migrations"))
                .with("0001-fruit.sql", "CREATE TABLE fruit (id integer PRIMARY KEY); INSERT INTO fruit VALUES (1);\n");
    }

    private void start(String url, Consumer<AssertableApplicationContext> consumer) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        DataR2dbcAutoConfiguration.class))
                .withPropertyValues("fastmigrate.migrations=" + migrations.directory(), "spring.r2dbc.url=" + url)
                .run(consumer::accept);
    }

    private static void isMigrated(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        assertThat(context.getBean(FastMigrate.class).version().number()).isEqualTo(1);
        assertThat(context.getBean(DatabaseClient.class)
                        .sql("SELECT count(*) FROM fruit")
                        .mapValue(Long.class)
                        .one()
                        .block(Duration.ofSeconds(30)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r2dbc:h2:mem:///plain",
                "r2dbc:h2:mem:///lower?options=DATABASE_TO_LOWER=TRUE;MODE=PostgreSQL",
                "r2dbc:h2:mem:///open?options=DB_CLOSE_DELAY=-1",
                "r2dbc:pool:h2:mem:///pooled?maxSize=2",
                "r2dbc:h2:mem://ada:hush@localhost/login",
                "r2dbc:h2:file:///DIRECTORY/file?options=TRACE_LEVEL_FILE=0"
            })
    void ofH2(String url) throws Exception {
        // A reactive connection may write its file after the application has ended: the directory is not deleted here.
        Path kept = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "h2");
        start(url.replace("DIRECTORY", kept.toString()), ReactiveUrlsTest::isMigrated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r2dbc:mariadb://LOGIN@SERVER",
                "r2dbc:pool:mariadb://LOGIN@SERVER?maxSize=2",
                "r2dbc:mariadb://LOGIN@SERVER?sslMode=disable&connectTimeout=PT10S"
            })
    void ofMariaDb(String url) throws Exception {
        String jdbc = Servers.maria();
        String server = jdbc.replaceFirst("^jdbc:mariadb://", "").replaceFirst("\\?.*$", "");
        Servers.execute(jdbc, "CREATE USER IF NOT EXISTS reactive@'localhost' IDENTIFIED BY 'hush/hush'");
        Servers.execute(jdbc, "GRANT ALL ON *.* TO reactive@'localhost'");
        String asked = url.replace("LOGIN", "reactive:hush%2Fhush").replace("SERVER", server);
        start(asked, ReactiveUrlsTest::isMigrated);
        assertThat(FastMigrate.database(jdbc).build().version().number()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r2dbc:postgresql://LOGIN@SERVER",
                "r2dbc:postgres://LOGIN@SERVER",
                "r2dbc:pool:postgresql://LOGIN@SERVER?maxSize=2",
                "r2dbc:postgresql://LOGIN@SERVER?sslMode=disable&connectTimeout=PT10S"
            })
    void ofPostgres(String url) throws Exception {
        String jdbc = Servers.postgres();
        String server = jdbc.replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
        start(url.replace("LOGIN", "postgres:postgres").replace("SERVER", server), ReactiveUrlsTest::isMigrated);
    }

    @Test
    void ofADatabaseWithSignsOfUrlsInItsName() throws Exception {
        String jdbc = Servers.postgres();
        Servers.execute(jdbc, "DROP DATABASE IF EXISTS \"a b?c&d\"");
        Servers.execute(jdbc, "CREATE DATABASE \"a b?c&d\"");
        String server = jdbc.replaceFirst("^jdbc:postgresql://([^/]*)/.*$", "$1");
        start("r2dbc:postgresql://postgres:postgres@" + server + "/a%20b%3Fc%26d", ReactiveUrlsTest::isMigrated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r2dbc:mariadb://localhost:1/app org.mariadb.jdbc.Driver org.mariadb.jdbc:mariadb-java-client",
                "r2dbc:h2:mem:///app org.h2.Driver com.h2database:h2"
            })
    void namesTheDriverThatIsMissing(String text) {
        String[] words = text.split(" ", 3);
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(FastMigrateAutoConfiguration.class, R2dbcAutoConfiguration.class))
                .withPropertyValues(
                        "fastmigrate.migrations=" + migrations.directory(),
                        "spring.r2dbc.url=" + words[0],
                        "spring.r2dbc.username=ada")
                .withClassLoader(new FilteredClassLoader(words[1]))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(words[1])
                        .extracting(error -> ((FastMigrateException) error).advice())
                        .asString()
                        .contains(words[2]));
    }
}

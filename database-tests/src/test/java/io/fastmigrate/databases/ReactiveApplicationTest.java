package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateDataSourceAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateNamedDataSourcesAutoConfiguration;
import io.fastmigrate.test.Migrations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionManager;

/** An application that reaches its PostgreSQL by R2DBC alone. */
class ReactiveApplicationTest {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner;
    private String jdbc;

    @SuppressWarnings("NullAway") // set before each test
    ReactiveApplicationTest() {}

    @BeforeEach
    void makeDatabase() throws Exception {
        Migrations migrations = new Migrations(directory.resolve("migrations"))
                .with("0001-fruit.sql", "CREATE TABLE fruit (id integer PRIMARY KEY); INSERT INTO fruit VALUES (1);\n");
        jdbc = Servers.postgres();
        URI uri = URI.create(jdbc.substring("jdbc:".length()));
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateAutoConfiguration.class,
                        FastMigrateDataSourceAutoConfiguration.class,
                        FastMigrateNamedDataSourcesAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        R2dbcTransactionManagerAutoConfiguration.class,
                        DataR2dbcAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class))
                .withUserConfiguration(Early.class)
                .withPropertyValues(
                        "fastmigrate.migrations=" + migrations.directory(),
                        "spring.r2dbc.url=r2dbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
                        "spring.r2dbc.username=postgres",
                        "spring.r2dbc.password=postgres");
    }

    @Test
    void isMigratedByItsOwnJdbcUrl() {
        runner.withPropertyValues("fastmigrate.db=" + jdbc).run(ReactiveApplicationTest::isMigratedAndStaysReactive);
    }

    @Test
    void isMigratedByTheUrlThatFollowsFromItsOwn() {
        runner.run(ReactiveApplicationTest::isMigratedAndStaysReactive);
    }

    @Test
    void isMigratedByAnotherUserWhereOneIsNamed() throws Exception {
        Servers.execute(
                jdbc, "DROP ROLE IF EXISTS reactive_ddl; CREATE ROLE reactive_ddl SUPERUSER LOGIN PASSWORD 'ddl'");
        runner.withPropertyValues(
                        "fastmigrate.username=reactive_ddl",
                        "fastmigrate.password=ddl",
                        "spring.r2dbc.pool.enabled=true")
                .run(context -> {
                    isMigratedAndStaysReactive(context);
                    assertThat(context.getBean(DatabaseClient.class)
                                    .sql("SELECT tableowner FROM pg_tables WHERE tablename = 'fruit'")
                                    .mapValue(String.class)
                                    .one()
                                    .block())
                            .isEqualTo("reactive_ddl");
                });
    }

    @Test
    void namesTheDriverThatIsMissing() {
        runner.withClassLoader(new FilteredClassLoader("org.postgresql.Driver"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("org.postgresql.Driver")
                        .extracting(error -> ((FastMigrateException) error).advice())
                        .asString()
                        .contains("org.postgresql:postgresql"));
    }

    private static void isMigratedAndStaysReactive(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class).hasSingleBean(TransactionManager.class);
        assertThat(context.getBean(TransactionManager.class)).isInstanceOf(ReactiveTransactionManager.class);
        assertThat(context.getBean(FastMigrate.class).version().number()).isEqualTo(1);
        assertThat(context.getBean(Early.class).rows).isEqualTo(1);
    }

    /** Asks as soon as it is made. */
    static class Early {

        final long rows;

        Early(DatabaseClient client) {
            Long found = client.sql("SELECT count(*) FROM fruit")
                    .mapValue(Long.class)
                    .one()
                    .block(Duration.ofSeconds(30));
            rows = found == null ? -1 : found;
        }
    }
}

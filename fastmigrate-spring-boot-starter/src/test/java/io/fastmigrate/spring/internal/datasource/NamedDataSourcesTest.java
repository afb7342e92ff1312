package io.fastmigrate.spring.internal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** The connections of an application that names its databases. */
class NamedDataSourcesTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    private ApplicationContextRunner runner() {
        return Workspace.bare()
                .withClassLoader(new FilteredClassLoader("org.h2"))
                .withPropertyValues(
                        "fastmigrate.migrations=" + workspace.scripts(),
                        "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"),
                        "fastmigrate.databases.orders.db=" + folder.resolve("orders.db"));
    }

    @Test
    void givesEachDatabaseItsTunedConnections() {
        runner().withUserConfiguration(Stores.class).run(context -> {
            assertThat(context).hasNotFailed();
            for (String bean : new String[] {"audit", "orders"}) {
                JdbcClient jdbc = context.getBean(bean, JdbcClient.class);
                assertThat(jdbc.sql("SELECT file FROM pragma_database_list")
                                .query(String.class)
                                .single())
                        .endsWith(bean + ".db");
                assertThat(jdbc.sql("SELECT count(*) FROM note")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(1);
                assertThat(jdbc.sql("PRAGMA busy_timeout").query(Integer.class).single())
                        .isEqualTo(5000);
            }
        });
    }

    @Test
    void startsWithoutADefaultDataSource() {
        runner().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcClient.class));
    }

    @Test
    void leavesTheDefaultToTheApplicationsOwn() {
        runner().withPropertyValues("spring.datasource.url=jdbc:sqlite:" + folder.resolve("own.db"))
                .withUserConfiguration(Stores.class)
                .run(context -> assertThat(context.getBean("jdbcClient", JdbcClient.class)
                                .sql("SELECT file FROM pragma_database_list")
                                .query(String.class)
                                .single())
                        .endsWith("own.db"));
    }

    @Test
    void leavesTheDefaultToDb() {
        runner().withPropertyValues("fastmigrate.db=" + workspace.db())
                .withUserConfiguration(Stores.class)
                .run(context -> assertThat(context.getBean("jdbcClient", JdbcClient.class)
                                .sql("SELECT file FROM pragma_database_list")
                                .query(String.class)
                                .single())
                        .endsWith("app.db"));
    }

    @Test
    void makesNoneForADatabaseThatTheApplicationMarks() {
        runner().withUserConfiguration(Marked.class)
                .withBean("folder", Path.class, () -> folder)
                .run(context -> assertThat(context.getBeanNamesForType(DataSource.class))
                        .containsExactlyInAnyOrder("mine", "fastMigrate.orders.dataSource"));
    }

    @Test
    void tenantsAloneNeedNoDataSource() throws Exception {
        Files.createDirectories(folder.resolve("tenants"));
        Workspace.bare()
                .withClassLoader(new FilteredClassLoader("org.h2"))
                .withPropertyValues(
                        "fastmigrate.migrations=" + workspace.scripts(),
                        "fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*.db")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
    }

    @Test
    void stayThereWhereNothingIsMigrated() {
        runner().withPropertyValues("fastmigrate.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(DataSource.class)).hasSize(2);
            assertThat(folder.resolve("audit.db")).doesNotExist();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Stores {

        @Bean(defaultCandidate = false)
        JdbcClient audit(@FastMigrateDataSource("audit") DataSource audit) {
            return JdbcClient.create(audit);
        }

        @Bean(defaultCandidate = false)
        JdbcClient orders(@Qualifier("orders") DataSource orders) {
            return JdbcClient.create(orders);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Marked {

        @Bean
        @FastMigrateDataSource("audit")
        DataSource mine(Path folder) {
            SQLiteDataSource dataSource = new SQLiteDataSource();
            dataSource.setUrl("jdbc:sqlite:" + folder.resolve("audit.db"));
            return dataSource;
        }
    }
}

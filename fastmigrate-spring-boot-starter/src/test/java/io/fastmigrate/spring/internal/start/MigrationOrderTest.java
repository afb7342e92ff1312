package io.fastmigrate.spring.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import jakarta.annotation.PostConstruct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** Whole applications, with all auto-configurations, as users start them. */
class MigrationOrderTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isOverBeforeAnythingUsesTheFileThatDbNames(boolean lazy) {
        try (ConfigurableApplicationContext context =
                start(lazy, List.of(Application.class), Stream.of(workspace.properties()))) {
            assertThat(context.getBean(Seen.class).notes())
                    .contains("post construct: 1", "annotated: 1", "runner: 1")
                    .allMatch(line -> line.endsWith(": 1"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isOverBeforeAnythingUsesTheApplicationsOwnDataSource(boolean lazy) throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (ConfigurableApplicationContext context =
                start(lazy, List.of(Application.class), ownDataSource(workspace.scripts()))) {
            assertThat(context.getBean(Seen.class).notes())
                    .contains("post construct: 1", "annotated: 1", "runner: 1")
                    .allMatch(line -> line.endsWith(": 1"));
        }
    }

    @Test
    void isOverAfterTheRefreshOfALazyApplicationThatAskedForNothing() throws Exception {
        try (ConfigurableApplicationContext context =
                start(true, List.of(Empty.class, VersionAfterRefresh.class), Stream.of(workspace.properties()))) {
            assertThat(context.getBean(Seen.class).notes()).containsExactly("version: 1");
        }
    }

    @Test
    void theRunnerMigratesWhatTheRefreshLeft() throws Exception {
        try (ConfigurableApplicationContext context =
                start(false, List.of(OnlyMigration.class), Stream.of(workspace.properties()))) {
            assertThat(context.getBean(Seen.class).notes()).containsExactly("exists: false", "runner: 1");
        }
    }

    @Test
    void theRunnerMigratesADatabaseThatWasExchangedInTheMeantime() throws Exception {
        try (ConfigurableApplicationContext context =
                start(false, List.of(Empty.class), Stream.of(workspace.properties()))) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + workspace.db());
                    var statement = connection.createStatement()) {
                statement.execute("DROP TABLE note");
                statement.execute("DELETE FROM _fastmigrate_history");
                statement.execute("UPDATE _meta SET version = 0");
            }
            context.getBean(FastMigrateRunner.class).run(arguments());
        }
        assertThat(workspace.version()).isEqualTo(1);
        assertThat(workspace.query("SELECT count(*) FROM note")).isEqualTo("1");
    }

    @Test
    void comesBeforeTheScriptsOfSpringBoot() throws Exception {
        Path data = folder.resolve("data.sql");
        Files.writeString(data, "INSERT INTO note (text) VALUES ('by Spring Boot');");
        Stream<String> properties = Stream.concat(
                Stream.of(workspace.properties()),
                Stream.of("spring.sql.init.mode=always", "spring.sql.init.data-locations=file:" + data));

        try (ConfigurableApplicationContext context = start(false, List.of(Application.class), properties)) {
            assertThat(context.getBean(Seen.class).notes()).contains("post construct: 2", "annotated: 2", "runner: 2");
        }
    }

    private Stream<String> ownDataSource(Path scripts) {
        return Stream.of("spring.datasource.url=jdbc:sqlite:" + workspace.db(), "fastmigrate.migrations=" + scripts);
    }

    private static ApplicationArguments arguments() {
        return new DefaultApplicationArguments();
    }

    private static ConfigurableApplicationContext start(
            boolean lazy, List<Class<?>> sources, Stream<String> properties) {
        SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLazyInitialization(lazy);
        application.setRegisterShutdownHook(false);
        return application.run(Stream.concat(properties, Stream.of("spring.main.banner-mode=off"))
                .map(property -> "--" + property)
                .toArray(String[]::new));
    }

    /** What the beans met, in the order in which they met it. */
    record Seen(List<String> notes) {

        Seen() {
            this(new CopyOnWriteArrayList<>());
        }

        void count(String who, DataSource dataSource) {
            notes.add(who + ": "
                    + JdbcClient.create(dataSource)
                            .sql("SELECT count(*) FROM note")
                            .query(Integer.class)
                            .single());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Empty {

        @Bean
        Seen seen() {
            return new Seen();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        AsksAtOnce aaaFirstByName(JdbcClient jdbc, DataSource dataSource, Seen seen) {
            return new AsksAtOnce(dataSource, seen);
        }

        @Bean
        @DependsOnDatabaseInitialization
        Object aabAnnotated(DataSource dataSource, Seen seen) {
            seen.count("annotated", dataSource);
            return new Object();
        }

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE + 1)
        ApplicationRunner secondRunner(
                DataSource dataSource, Seen seen, AsksAtOnce asksAtOnce, @Qualifier("aabAnnotated") Object annotated) {
            return arguments -> seen.count("runner", dataSource);
        }
    }

    record AsksAtOnce(DataSource dataSource, Seen seen) {

        @PostConstruct
        void ask() {
            seen.count("post construct", dataSource);
        }
    }

    /** The initializer made lazy by force, no one who needs it, and a runner that claims to be first. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(FastMigrateAutoConfiguration.class)
    static class OnlyMigration {

        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        static BeanFactoryPostProcessor lazyInitializer() {
            return factory -> Stream.of(FastMigrateInitializer.class, MigratedFile.class)
                    .flatMap(type -> Arrays.stream(factory.getBeanNamesForType(type, true, false)))
                    .forEach(name -> factory.getBeanDefinition(name).setLazyInit(true));
        }

        @Bean
        ApplicationListener<ContextRefreshedEvent> refreshed(Seen seen, Environment environment) {
            return event -> seen.notes()
                    .add("exists: " + Files.exists(Path.of(environment.getRequiredProperty("fastmigrate.db"))));
        }

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        ApplicationRunner first(Seen seen, Environment environment) {
            SQLiteDataSource file = new SQLiteDataSource();
            file.setUrl("jdbc:sqlite:" + environment.getRequiredProperty("fastmigrate.db"));
            return arguments -> seen.count("runner", file);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class VersionAfterRefresh {

        @Bean
        ApplicationListener<ContextRefreshedEvent> versionAfterRefresh(Seen seen, Environment environment) {
            return event -> {
                String db = environment.getRequiredProperty("fastmigrate.db");
                if (!Files.exists(Path.of(db))) {
                    seen.notes().add("version: none");
                    return;
                }
                try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                        var rows = connection.createStatement().executeQuery("SELECT version FROM _meta")) {
                    seen.notes().add("version: " + rows.getInt(1));
                } catch (SQLException e) {
                    seen.notes().add("version: " + e.getMessage());
                }
            };
        }
    }
}

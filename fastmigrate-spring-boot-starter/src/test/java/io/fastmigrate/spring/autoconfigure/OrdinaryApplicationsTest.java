package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.Workspace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** What ordinary applications have beside us, with all of Spring Boot's auto-configurations, does not break their start. */
@ExtendWith(OutputCaptureExtension.class)
class OrdinaryApplicationsTest {

    @TempDir
    Path folder;

    private final List<String> arguments = new ArrayList<>();

    @BeforeEach
    void writeScripts() throws Exception {
        Workspace workspace = Workspace.in(folder);
        arguments.add("--fastmigrate.migrations=" + workspace.scripts());
        arguments.add("--test.folder=" + folder);
        arguments.add("--spring.main.banner-mode=off");
    }

    private ConfigurableApplicationContext start(Class<?> application, String... more) {
        // H2, which the tests have, would be the database of an application that has no other.
        DefaultResourceLoader withoutH2 = new DefaultResourceLoader(new FilteredClassLoader("org.h2"));
        SpringApplication start = new SpringApplication(withoutH2, application);
        start.setRegisterShutdownHook(false);
        return start.run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private void nameTwoDatabases() {
        arguments.add("--fastmigrate.databases.catalog.db=" + folder.resolve("catalog.db"));
        arguments.add("--fastmigrate.databases.audit.db=" + folder.resolve("audit.db"));
    }

    private void nameOwnDatabase() {
        arguments.add("--fastmigrate.db=" + folder.resolve("app.db"));
    }

    private static int notes(ConfigurableApplicationContext context, String dataSource) {
        return JdbcClient.create(context.getBean(dataSource, DataSource.class))
                .sql("SELECT count(*) FROM note")
                .query(Integer.class)
                .single();
    }

    @ParameterizedTest
    @CsvSource({"early, false", "early, true", "gate, true", "runner, true"})
    void startsNamedDatabasesAloneWithJmx(String phase, boolean register) {
        nameTwoDatabases();
        arguments.add("--fastmigrate.phase=" + phase);
        arguments.add("--spring.jmx.enabled=true");
        arguments.add("--spring.jmx.unique-names=true");
        arguments.add("--spring.datasource.hikari.register-mbeans=" + register);
        try (ConfigurableApplicationContext context = start(Plain.class)) {
            assertThat(notes(context, "fastMigrate.catalog.dataSource")).isEqualTo(1);
            assertThat(context.containsBean("dataSource")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.tomcat.jdbc.pool.DataSource",
                "org.apache.commons.dbcp2.BasicDataSource",
                "org.springframework.jdbc.datasource.SimpleDriverDataSource",
                "org.sqlite.SQLiteDataSource"
            })
    void startsWithTheTypeOfDataSourceThatIsNamed(String type) {
        nameOwnDatabase();
        arguments.add("--spring.datasource.type=" + type);
        try (ConfigurableApplicationContext context = start(Plain.class)) {
            assertThat(notes(context, "dataSource")).isEqualTo(1);
            assertThat(context.getBean(DataSource.class).getClass().getName()).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Routing.class, LazyProxy.class, TransactionAware.class, TwoOfWhichOneIsPrimary.class})
    void migratesWhatTheApplicationsOwnDataSourceLeadsTo(Class<?> application) {
        for (String phase : List.of("early", "gate")) {
            try (ConfigurableApplicationContext context = start(application, "--fastmigrate.phase=" + phase)) {
                assertThat(notes(context, "mine")).isEqualTo(1);
            }
        }
    }

    @Test
    void startsWhereEveryDataSourceIsWrapped() {
        nameOwnDatabase();
        nameTwoDatabases();
        arguments.add("--spring.jmx.enabled=true");
        arguments.add("--spring.jmx.unique-names=true");
        try (ConfigurableApplicationContext context = start(Wrapping.class)) {
            for (String bean :
                    List.of("dataSource", "fastMigrate.catalog.dataSource", "fastMigrate.audit.dataSource")) {
                assertThat(context.getBean(bean)).isInstanceOf(DelegatingDataSource.class);
                assertThat(notes(context, bean)).isEqualTo(1);
            }
        }
    }

    @Test
    void startsWhereANamedDatabaseIsMadeThePrimaryDataSource() {
        nameTwoDatabases();
        try (ConfigurableApplicationContext context = start(CatalogIsPrimary.class)) {
            assertThat(notes(context, "mine")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"})
    void saysThatItWaitsForAnotherWriter(String begin, CapturedOutput output) throws Exception {
        nameOwnDatabase();
        FastMigrate.sqlite(folder.resolve("app.db")).build().create();
        CompletableFuture<ConfigurableApplicationContext> starting;
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                Statement statement = writer.createStatement()) {
            statement.execute(begin);
            starting = CompletableFuture.supplyAsync(() -> start(Plain.class));
            Instant deadline = Instant.now().plusSeconds(50);
            while (!output.getAll().contains("Waiting for ")) {
                assertThat(Instant.now()).isBefore(deadline);
                assertThat(starting).isNotDone();
                Thread.onSpinWait();
            }
            statement.execute("ROLLBACK");
        }
        try (ConfigurableApplicationContext context = starting.get(60, TimeUnit.SECONDS)) {
            assertThat(notes(context, "dataSource")).isEqualTo(1);
        }
    }

    @Test
    void toleratesPropertiesThatAreNone() {
        nameOwnDatabase();
        nameTwoDatabases();
        arguments.add("--fastmigrate.nonsense.deeper=1");
        arguments.add("--fastmigrate.databases.catalog.nonsense=1");
        arguments.add("--fastmigrate.tenants.nonsense=1");
        try (ConfigurableApplicationContext context = start(Plain.class)) {
            assertThat(notes(context, "dataSource")).isEqualTo(1);
        }
    }

    @Test
    void namesTheDatabasesToABeanThatAsksForNoneOfThem(CapturedOutput output) {
        nameOwnDatabase();
        nameTwoDatabases();
        assertThatThrownBy(() -> start(Misspelt.class)).isInstanceOf(UnsatisfiedDependencyException.class);
        assertThat(output)
                .contains("The bean store asks for the DataSource of the database catalogue, which does not"
                        + " exist. Existing databases: fastMigrate, audit, catalog.");
    }

    @ParameterizedTest
    @CsvSource({
        "fastmigrate.migrations, fastmigrate.db",
        "fastmigrate.databases.audit.migrations, fastmigrate.databases.audit.db"
    })
    void namesThePropertyThatIsWrongByItsWholeName(String property, String db, CapturedOutput output) {
        arguments.remove(0); // the place of the scripts
        String path = folder.resolve("some.db").toString();
        assertThatThrownBy(() -> start(Plain.class, "--" + db + "=" + path, "--" + property + "=classpath:nowhere"))
                .hasRootCauseInstanceOf(MigrationsNotFoundException.class);
        assertThat(output).contains("The property is " + property + ".");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Misspelt {

        @Bean
        Object store(@FastMigrateDataSource("catalogue") DataSource catalog) {
            return catalog.toString();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class TwoOfWhichOneIsPrimary {

        @Bean
        @Primary
        DataSource mine(Environment environment) {
            return pool(environment, "mine.db");
        }

        @Bean
        DataSource other(Environment environment) {
            return pool(environment, "other.db");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Routing {

        @Bean
        DataSource mine(Environment environment) {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

                @Override
                protected Object determineCurrentLookupKey() {
                    return "one";
                }
            };
            routing.setTargetDataSources(
                    Map.of("one", pool(environment, "one.db"), "two", pool(environment, "two.db")));
            return routing;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class LazyProxy {

        @Bean
        DataSource mine(Environment environment) {
            return new LazyConnectionDataSourceProxy(pool(environment, "lazy.db"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class TransactionAware {

        @Bean
        DataSource mine(Environment environment) {
            return new TransactionAwareDataSourceProxy(pool(environment, "aware.db"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class CatalogIsPrimary {

        @Bean
        @Primary
        DataSource mine(@FastMigrateDataSource("catalog") DataSource catalog) {
            return new LazyConnectionDataSourceProxy(catalog);
        }
    }

    /** As tools do that watch statements. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Wrapping {

        @Bean
        static BeanPostProcessor wrapper() {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource dataSource ? new Watched(dataSource) : bean;
                }
            };
        }
    }

    static class Watched extends DelegatingDataSource {

        Watched(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Watched.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, values) -> {
                        try {
                            return method.invoke(connection, values);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        }
    }

    /** No one closes it where it is wrapped: what it opens by itself would come into a folder that is being deleted. */
    private static DataSource pool(Environment environment, String file) {
        HikariDataSource pool = DataSourceBuilder.create()
                .type(HikariDataSource.class)
                .url("jdbc:sqlite:" + environment.getRequiredProperty("test.folder") + "/" + file)
                .build();
        pool.setMinimumIdle(0);
        return pool;
    }
}

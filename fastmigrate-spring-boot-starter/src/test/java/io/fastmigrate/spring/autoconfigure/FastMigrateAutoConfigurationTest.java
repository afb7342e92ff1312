package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.FastMigrateCustomizer;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

public class FastMigrateAutoConfigurationTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    @Test
    void createsAndMigratesTheDatabaseThatThePropertyNames() throws Exception {
        workspace.runner().run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(FastMigrate.class);
            assertThat(context.getBean(FastMigrate.class).version()).isEqualTo(new Version(1));
        });
        assertThat(workspace.version()).isEqualTo(1);
    }

    @Test
    void takesAJdbcUrlAsDb() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        workspace
                .withoutDb()
                .withPropertyValues("fastmigrate.db=jdbc:sqlite:" + workspace.db())
                .run(context ->
                        assertThat(noteCount(context.getBean(JdbcClient.class))).isEqualTo(1));
    }

    @Test
    void runsOnlyPendingScriptsTheNextTime() throws Exception {
        workspace.runner().run(context -> assertThat(context).hasNotFailed());
        workspace.script("0002-more.sql", "INSERT INTO note (text) VALUES ('second');");

        workspace
                .runner()
                .run(context ->
                        assertThat(noteCount(context.getBean(JdbcClient.class))).isEqualTo(2));
        assertThat(workspace.version()).isEqualTo(2);
    }

    @Test
    void doesNothingWhenItIsNotEnabled() {
        workspace.runner().withPropertyValues("fastmigrate.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(FastMigrate.class);
            assertThat(workspace.db()).doesNotExist();
        });
    }

    @Test
    void migratesTheApplicationsOwnDataSourceWhenDbIsLeftOut() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        workspace
                .withoutDb()
                .withPropertyValues("spring.datasource.url=jdbc:sqlite:" + workspace.db())
                .run(context ->
                        assertThat(noteCount(context.getBean(JdbcClient.class))).isEqualTo(1));
        assertThat(workspace.version()).isEqualTo(1);
    }

    @Test
    void treatsAnEmptyDbAsLeftOut() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        workspace
                .withoutDb()
                .withPropertyValues("fastmigrate.db= ", "spring.datasource.url=jdbc:sqlite:" + workspace.db())
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(workspace.version()).isEqualTo(1);
    }

    @Test
    void migratesADatabaseInMemoryThroughItsOneConnection() {
        workspace
                .withoutDb()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite::memory:", "spring.datasource.hikari.maximum-pool-size=1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(noteCount(context.getBean(JdbcClient.class))).isEqualTo(1);
                });
    }

    @Test
    void migratesTheFileWhileTheApplicationUsesAnotherDataSource() throws Exception {
        workspace
                .runner()
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:other")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    try (Connection connection =
                            context.getBean(DataSource.class).getConnection()) {
                        assertThat(connection.getMetaData().getDatabaseProductName())
                                .isEqualTo("H2");
                    }
                });
        assertThat(workspace.version()).isEqualTo(1);
    }

    @Test
    void migratesADataSourceOfAnotherDatabase() throws Exception {
        workspace
                .script("0001-notes.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR(100));")
                .withoutDb()
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:other;DB_CLOSE_DELAY=-1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(FastMigrate.class).version()).isEqualTo(new Version(1));
                    assertThat(context.getBean(FastMigrate.class).databaseName())
                            .isEqualTo("jdbc:h2:mem:other");
                });
    }

    @Test
    void refusesToStartWithoutAnyDatabase() {
        workspace
                .withoutDb()
                .withClassLoader(new FilteredClassLoader(
                        "com.zaxxer.hikari", "org.apache.tomcat.jdbc", "org.apache.commons.dbcp2", "org.h2"))
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("no DataSource"));
    }

    @Test
    void refusesToChooseAmongSeveralDataSources() {
        workspace
                .withoutDb()
                .withUserConfiguration(TwoDataSources.class)
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("several DataSource beans"));
    }

    @Test
    void refusesADatabaseInMemoryAsDb() {
        workspace
                .withoutDb()
                .withPropertyValues("fastmigrate.db=:memory:")
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining(":memory:"));
    }

    @Test
    void refusesAnUnmanagedDatabaseAndLeavesItAlone() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + workspace.db());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE theirs (id INTEGER)");
        }
        byte[] before = Files.readAllBytes(workspace.db());

        workspace.runner().run(context -> cause(context, DatabaseUnmanagedException.class));
        assertThat(Files.readAllBytes(workspace.db())).isEqualTo(before);
    }

    @Test
    void makesNoDatabaseForScriptsThatAreNotThere() {
        workspace
                .runner()
                .withPropertyValues("fastmigrate.migrations=" + folder.resolve("nowhere"))
                .run(context -> {
                    assertThat(cause(context, MigrationsNotFoundException.class))
                            .hasMessageContaining("nowhere");
                    assertThat(workspace.db()).doesNotExist();
                });
    }

    @Test
    void failsTheStartWhenAScriptFailsAndKeepsScriptsAppliedBefore() throws Exception {
        workspace.script("0002-broken.sql", "INSERT INTO note (text) VALUES ('x');\nINSERT INTO nowhere VALUES (1);");

        workspace.runner().run(context -> cause(context, ScriptFailedException.class));
        assertThat(workspace.version()).isEqualTo(1);
        assertThat(workspace.query("SELECT count(*) FROM note")).isEqualTo("1");
    }

    @Test
    void backsOffFromTheApplicationsOwnFastMigrateAndMigratesThatOne() throws Exception {
        workspace
                .withoutDb()
                .withBean(
                        "mine",
                        FastMigrate.class,
                        () -> FastMigrate.sqlite(workspace.db())
                                .migrations(workspace.scripts())
                                .build())
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:other")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(FastMigrate.class);
                    assertThat(context).hasBean("mine");
                });
        assertThat(workspace.version()).isEqualTo(1);
    }

    @Test
    void runsJavaMigrationBeansThatUseOtherBeans() throws Exception {
        workspace.runner().withUserConfiguration(GreetingMigration.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT text FROM note WHERE id = 2")
                            .query(String.class)
                            .single())
                    .isEqualTo("hello");
        });
        assertThat(workspace.version()).isEqualTo(2);
    }

    @Test
    void tellsListenerBeansAndCallsCustomizersInOrder() throws Exception {
        workspace.runner().withUserConfiguration(Customizers.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Customizers.class).applied).containsExactly("0001-notes.sql by second");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file:notes?mode=memory", "jdbc:h2:mem:"})
    void refusesAPoolWhoseConnectionsWouldEachHaveAnEmptyDatabase(String url) {
        workspace
                .withoutDb()
                .withPropertyValues("spring.datasource.url=" + url)
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining(
                                "its own empty database in memory: " + url.replaceFirst("\\?.*", "") + ".")
                        .extracting(FastMigrateException::advice)
                        .asString()
                        .contains("spring.datasource.hikari.maximum-pool-size to 1", "share one database"));
    }

    @Test
    void migratesDuringTheRefreshOfALazyApplicationToo() throws Exception {
        workspace
                .runner()
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(workspace.version()).isEqualTo(1));
    }

    @Test
    void saysThatTheDriverIsMissing() {
        workspace
                .runner()
                .withClassLoader(new FilteredClassLoader("org.sqlite"))
                .run(context -> assertThat(cause(context, InvalidSettingException.class))
                        .hasMessageContaining("org.sqlite.JDBC"));
    }

    @Test
    void migratesWithoutSpringJdbcToo() throws Exception {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateAutoConfiguration.class,
                        FastMigrateDataSourceAutoConfiguration.class,
                        DataSourceAutoConfiguration.class))
                .withPropertyValues(workspace.properties())
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.jdbc",
                        "com.zaxxer.hikari",
                        "org.apache.tomcat.jdbc",
                        "org.apache.commons.dbcp2"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
        assertThat(workspace.version()).isEqualTo(1);
    }

    private static int noteCount(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single();
    }

    public static <E extends FastMigrateException> E cause(AssertableApplicationContext context, Class<E> type) {
        Throwable failure = context.getStartupFailure();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        throw new AssertionError("No " + type.getSimpleName() + " among the causes", failure);
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        DataSource one() {
            return new SQLiteDataSource();
        }

        @Bean
        DataSource two() {
            return new SQLiteDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class GreetingMigration {

        @Bean
        String greeting() {
            return "hello";
        }

        @Bean
        JavaMigration addGreeting(String greeting) {
            return new JavaMigration() {
                @Override
                public Version version() {
                    return new Version(2);
                }

                @Override
                public String description() {
                    return "add-greeting";
                }

                @Override
                public void migrate(Connection connection) throws Exception {
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO note (text) VALUES (?)")) {
                        insert.setString(1, greeting);
                        insert.executeUpdate();
                    }
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> applied = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        FastMigrateCustomizer second() {
            return builder -> builder.appliedBy("second");
        }

        @Bean
        @Order(1)
        FastMigrateCustomizer first() {
            return builder -> builder.appliedBy("first");
        }

        @Bean
        static MigrationListener listener(ObjectProvider<Customizers> owner) {
            return new MigrationListener() {
                @Override
                public void onApplied(HistoryEntry entry) {
                    owner.getObject().applied.add(entry.fileName() + " by " + entry.appliedBy());
                }
            };
        }
    }
}

package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateCustomizer;
import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfigurationTest;
import io.fastmigrate.spring.internal.failure.FastMigrateFailureAnalyzer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.StandardEnvironment;
import org.sqlite.SQLiteDataSource;

class NamedDatabasesTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeScripts() throws Exception {
        workspace = Workspace.in(folder);
        Files.createDirectories(folder.resolve("audit"));
        Files.writeString(folder.resolve("audit/0001-events.sql"), "CREATE TABLE event (id INTEGER PRIMARY KEY);");
        Files.writeString(folder.resolve("audit/0002-more.sql"), "ALTER TABLE event ADD COLUMN what TEXT;");
    }

    @Test
    void makesOneBeanForEachNameAndMigratesThemInTheOrderOfTheirNames() {
        runner().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(FastMigrate.class))
                    .containsExactlyInAnyOrder("fastMigrate.audit", "fastMigrate.orders");
            assertThat(databases(context)).containsExactly("audit", "orders");
            assertThat(version(context, "auditFastMigrate")).isEqualTo(2);
            assertThat(version(context, "ordersFastMigrate")).isEqualTo(1);
        });
    }

    @Test
    void migratesTheOneOfDbFirstAndThenByOrder() {
        runner().withPropertyValues(
                        "fastmigrate.db=" + workspace.db(),
                        "fastmigrate.databases.audit.order=1",
                        "fastmigrate.databases.orders.applied-by=me")
                .withUserConfiguration(AppliedScripts.class)
                .run(context -> {
                    assertThat(databases(context)).containsExactly("fastMigrate", "orders", "audit");
                    assertThat(context.getBean(AppliedScripts.class).names)
                            .containsExactly("0001-notes.sql", "0001-notes.sql", "0001-events.sql", "0002-more.sql");
                });
    }

    @Test
    void letsEachInheritWhatItDoesNotSet() {
        runner().withPropertyValues("fastmigrate.applied-by=all", "fastmigrate.databases.audit.applied-by=auditor")
                .run(context -> {
                    assertThat(appliedBy(context, "auditFastMigrate")).isEqualTo("auditor");
                    assertThat(appliedBy(context, "ordersFastMigrate")).isEqualTo("all");
                });
    }

    @Test
    void neverInheritsWhereAndAsWhom() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withPropertyValues(
                        "fastmigrate.db=app.db",
                        "fastmigrate.username=admin",
                        "fastmigrate.password=secret",
                        "fastmigrate.databases.audit.backup=true");
        runner.run(context -> {
            DatabaseProperties audit = BoundProperties.database(context.getEnvironment(), "audit");
            assertThat(audit.isBackup()).isTrue();
            assertThat(audit.getDb()).isNull();
            assertThat(audit.getUsername()).isNull();
            assertThat(audit.getPassword()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-items", "orderItems", "[order.items]", "ORDERS"})
    void takesNamesInEveryForm(String name) {
        Workspace.bare()
                .withPropertyValues(
                        "fastmigrate.databases." + name + ".db=" + folder.resolve("named.db"),
                        "fastmigrate.databases." + name + ".migrations=" + workspace.scripts())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(databases(context)).containsExactly(name.replaceAll("[\\[\\]]", ""));
                    assertThat(context.getBean(FastMigrate.class).version()).isEqualTo(new Version(1));
                });
    }

    @Test
    void isInjectedByItsName() {
        runner().withUserConfiguration(NeedsAudit.class)
                .run(context ->
                        assertThat(context.getBean(NeedsAudit.class).name).endsWith("audit.db"));
    }

    @Test
    void leavesOutOneThatIsNotEnabled() {
        runner().withPropertyValues("fastmigrate.databases.audit.enabled=false").run(context -> {
            assertThat(databases(context)).containsExactly("orders");
            assertThat(folder.resolve("audit.db")).doesNotExist();
        });
    }

    @Test
    void staysBesideABeanOfTheApplication() {
        runner().withBean(
                        "mine",
                        FastMigrate.class,
                        () -> FastMigrate.sqlite(workspace.db())
                                .migrations(workspace.scripts())
                                .build())
                .run(context -> assertThat(databases(context)).containsExactly("mine", "audit", "orders"));
    }

    @Test
    void backsOffFromABeanOfTheSameName() {
        runner().withBean(
                        "auditFastMigrate",
                        FastMigrate.class,
                        () -> FastMigrate.sqlite(workspace.db())
                                .migrations(workspace.scripts())
                                .build())
                .run(context -> {
                    assertThat(databases(context)).containsExactly("audit", "orders");
                    assertThat(folder.resolve("audit.db")).doesNotExist();
                });
    }

    @Test
    void migratesTheDataSourceThatIsMarkedForIt() {
        Workspace.bare()
                .withUserConfiguration(MarkedDataSources.class)
                .withBean("folder", Path.class, () -> folder)
                .withPropertyValues(
                        "fastmigrate.databases.orders.migrations=" + workspace.scripts(),
                        "fastmigrate.databases.audit.migrations=" + folder.resolve("audit"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(version(context, "auditFastMigrate")).isEqualTo(2);
                    assertThat(version(context, "ordersFastMigrate")).isEqualTo(1);
                    assertThat(folder.resolve("marked.db")).exists();
                });
    }

    @Test
    void refusesTwoThatWouldShareOneDataSource() {
        Workspace.bare()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite:" + folder.resolve("one.db"),
                        "fastmigrate.databases.orders.migrations=" + workspace.scripts(),
                        "fastmigrate.databases.audit.migrations=" + folder.resolve("audit"))
                .run(context -> assertThat(setting(context)).hasMessageContaining("audit, orders"));
    }

    @Test
    void refusesTwoNamesForOneFile() {
        runner().withPropertyValues("fastmigrate.databases.audit.db=" + folder.resolve("audit/../orders.db"))
                .run(context -> {
                    assertThat(setting(context)).hasMessageContaining("audit and orders");
                    assertThat(folder.resolve("orders.db")).doesNotExist();
                });
    }

    @Test
    void givesATiedBeanToItsDatabaseAlone() {
        runner().withUserConfiguration(AuditMigration.class).run(context -> {
            assertThat(version(context, "auditFastMigrate")).isEqualTo(3);
            assertThat(version(context, "ordersFastMigrate")).isEqualTo(1);
        });
    }

    @Test
    void refusesAJavaMigrationThatDoesNotSayForWhichDatabaseItIs() {
        runner().withBean("untied", JavaMigration.class, () -> new AddColumn(3))
                .run(context -> assertThat(setting(context))
                        .hasMessageContaining("untied")
                        .hasMessageContaining("audit, orders"));
    }

    @Test
    void refusesATieToADatabaseThatIsNotThere() {
        runner().withBean("lost", FastMigrateCustomizer.class, LostCustomizer::new)
                .run(context -> assertThat(setting(context))
                        .hasMessageContaining("lost")
                        .hasMessageContaining("ordres"));
    }

    @Test
    void failsWithSpringBootsOwnWordsForAWrongValue() {
        runner().withPropertyValues("fastmigrate.databases.audit.lock-timeout=soon")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(BindException.class.getName()
                                + ": Failed to bind properties under 'fastmigrate.databases.audit.lock-timeout'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fastmigrate.of-a-later-version", "fastmigrate.databases.audit.of-a-later-version"})
    void passesOverAPropertyThatIsNoneAsSpringBootDoes(String property) {
        runner().withPropertyValues(property + "=1s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesAMarkForADatabaseThatIsNotThere() {
        runner().withBean("folder", Path.class, () -> folder)
                .withUserConfiguration(Misspelt.class)
                .run(context -> {
                    assertThat(setting(context))
                            .hasMessageContaining("marked")
                            .hasMessageContaining("adit")
                            .hasMessageContaining("audit, orders");
                    assertThat(folder.resolve("orders.db")).doesNotExist();
                });
    }

    @Test
    void stopsAtTheFirstThatFails() throws Exception {
        Files.writeString(folder.resolve("audit/0003-broken.sql"), "INSERT INTO nowhere VALUES (1);");
        runner().run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new FastMigrateFailureAnalyzer(new StandardEnvironment())
                    .analyze(Objects.requireNonNull(context.getStartupFailure()));
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).startsWith("The database audit could not be migrated.");
            assertThat(folder.resolve("audit.db")).exists();
            assertThat(folder.resolve("orders.db")).doesNotExist();
        });
    }

    private static InvalidSettingException setting(AssertableApplicationContext context) {
        return FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class);
    }

    private ApplicationContextRunner runner() {
        return Workspace.bare()
                .withPropertyValues(
                        "fastmigrate.migrations=" + workspace.scripts(),
                        "fastmigrate.databases.orders.db=" + folder.resolve("orders.db"),
                        "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"),
                        "fastmigrate.databases.audit.migrations=" + folder.resolve("audit"));
    }

    private static List<String> databases(AssertableApplicationContext context) {
        return List.copyOf(context.getBean(MigratedDatabases.class).byName().keySet());
    }

    private static int version(AssertableApplicationContext context, String bean) {
        return context.getBean(bean, FastMigrate.class).version().number();
    }

    private static String appliedBy(AssertableApplicationContext context, String bean) {
        return context.getBean(bean, FastMigrate.class)
                .status()
                .applied()
                .get(0)
                .appliedBy();
    }

    @Configuration(proxyBeanMethods = false)
    static class AppliedScripts {

        final List<String> names = new CopyOnWriteArrayList<>();

        @Bean
        static MigrationListener listener(ObjectProvider<AppliedScripts> owner) {
            return new MigrationListener() {
                @Override
                public void onApplied(HistoryEntry entry) {
                    owner.getObject().names.add(entry.fileName());
                }
            };
        }
    }

    static class NeedsAudit {

        final String name;

        NeedsAudit(@Qualifier("audit") FastMigrate audit) {
            name = audit.databaseName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedDataSources {

        @Bean
        @Primary
        DataSource own(Path folder) {
            return sqlite(folder.resolve("own.db"));
        }

        @Bean
        @FastMigrateDataSource("audit")
        DataSource marked(Path folder) {
            return sqlite(folder.resolve("marked.db"));
        }

        private static DataSource sqlite(Path file) {
            SQLiteDataSource dataSource = new SQLiteDataSource();
            dataSource.setUrl("jdbc:sqlite:" + file);
            return dataSource;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Misspelt {

        @Bean
        @FastMigrateDataSource("adit")
        DataSource marked(Path folder) {
            return MarkedDataSources.sqlite(folder.resolve("marked.db"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AuditMigration {

        @Bean
        @FastMigrateDatabase("audit")
        JavaMigration addColumn() {
            return new AddColumn(3);
        }
    }

    @FastMigrateDatabase("ordres")
    static class LostCustomizer implements FastMigrateCustomizer {

        @Override
        public void customize(FastMigrateBuilder builder) {
            builder.appliedBy("someone");
        }
    }

    record AddColumn(int number) implements JavaMigration {

        @Override
        public Version version() {
            return new Version(number);
        }

        @Override
        public String description() {
            return "add-column";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            try (var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE event ADD COLUMN who TEXT");
            }
        }
    }
}

package io.fastmigrate.spring.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.Version;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfigurationTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class TenantsTest {

    private static final String NO_DATABASE = "No database at all, but text that is longer than the header of one is.";

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeScripts() throws Exception {
        workspace = Workspace.in(folder);
        Files.createDirectories(folder.resolve("tenants"));
    }

    @Test
    void migratesAllFilesAndNamesTheThreeOfAThousandThatAreCorrupt(CapturedOutput output) throws Exception {
        makeTenants(1000);
        for (int broken : List.of(0, 500, 999)) {
            Files.writeString(tenant(broken), NO_DATABASE);
        }

        runner().run(context -> {
            FleetFailedException failure = FastMigrateAutoConfigurationTest.cause(context, FleetFailedException.class);
            assertThat(failure.report().count(State.MIGRATED)).isEqualTo(997);
            assertThat(failure.report().failed())
                    .extracting(Outcome::database)
                    .containsExactly(name(0), name(500), name(999));
            assertThat(failure).hasMessageContaining("3 of 1000").hasMessageContaining(name(500));
        });
        assertThat(output).contains("997 migrated, 0 up to date, 3 failed, 0 not tried");
        long[] before = modified();

        runner().withPropertyValues("fastmigrate.tenants.on-failure=warn").run(context -> {
            assertThat(context).hasNotFailed();
            Fleet.Report report = context.getBean(TenantMigrations.class).report();
            assertThat(report.count(State.UP_TO_DATE)).isEqualTo(997);
            assertThat(report.count(State.FAILED)).isEqualTo(3);
        });
        assertThat(modified()).isEqualTo(before);
        assertThat(Files.readString(tenant(500))).isEqualTo(NO_DATABASE);
    }

    @Test
    void runsRepeatableScriptsWhereTheyHaveNotRun() throws Exception {
        makeTenants(2);
        workspace.repeatable("rows.sql", "INSERT INTO note (text) VALUES ('run');");
        FastMigrate.sqlite(tenant(1)).migrations(workspace.scripts()).build().migrate();
        for (State state : List.of(State.MIGRATED, State.UP_TO_DATE)) {
            runner().run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(TenantMigrations.class).report().outcomes())
                        .extracting(Outcome::state)
                        .containsExactly(state, State.UP_TO_DATE);
            });
            for (int i = 0; i < 2; i++) {
                try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + tenant(i));
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT count(*) FROM note WHERE text = 'run'")) {
                    assertThat(rows.getInt(1)).as(name(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void touchesNoOtherTenantWhenTheCanaryFails() throws Exception {
        makeTenants(3);
        workspace.script("0002-broken.sql", "INSERT INTO nowhere VALUES (1);");

        runner().run(context -> {
            Fleet.Report report = FastMigrateAutoConfigurationTest.cause(context, FleetFailedException.class)
                    .report();
            assertThat(report.outcomes())
                    .extracting(Outcome::state)
                    .containsExactly(State.FAILED, State.NOT_TRIED, State.NOT_TRIED);
        });
        runner().withPropertyValues("fastmigrate.tenants.canary=false")
                .run(context -> assertThat(FastMigrateAutoConfigurationTest.cause(context, FleetFailedException.class)
                                .report()
                                .count(State.FAILED))
                        .isEqualTo(3));
    }

    @Test
    void putsTheSameValuesIntoTheScriptsOfEachTenant() throws Exception {
        makeTenants(2);
        workspace.script("0002-owner.sql", "CREATE TABLE ${table} AS SELECT '${app.owner}' AS name;");
        runner().withPropertyValues(
                        "fastmigrate.values.table=owner",
                        "fastmigrate.values.app.owner=another",
                        "fastmigrate.tenants.values.app.owner=library")
                .run(context -> assertThat(context).hasNotFailed());
        for (int i = 0; i < 2; i++) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + tenant(i));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT name FROM owner")) {
                assertThat(rows.getString(1)).isEqualTo("library");
            }
        }
    }

    @Test
    void beginsNoFurtherTenantWhereThatIsAskedFor() throws Exception {
        makeTenants(3);
        Files.writeString(tenant(0), NO_DATABASE);
        runner().withPropertyValues("fastmigrate.tenants.stop-on-failure=true", "fastmigrate.tenants.workers=1")
                .run(context -> assertThat(FastMigrateAutoConfigurationTest.cause(context, FleetFailedException.class)
                                .report()
                                .count(State.NOT_TRIED))
                        .isEqualTo(2));
    }

    @Test
    void neverTakesABackupForADatabase() throws Exception {
        makeTenants(1);
        Path backup = FastMigrate.sqlite(tenant(0)).build().backUp();
        byte[] before = Files.readAllBytes(backup);
        runner().withPropertyValues("fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*")
                .run(context -> {
                    assertThat(context.getBean(TenantMigrations.class).report().outcomes())
                            .extracting(Outcome::database)
                            .containsExactly(name(0));
                    assertThat(Files.readAllBytes(backup)).isEqualTo(before);
                });
    }

    @Test
    void migratesATenantThatComesLaterThroughTheSameBean() throws Exception {
        makeTenants(1);
        runner().run(context -> {
            TenantMigrations tenants = context.getBean(TenantMigrations.class);
            Path later = folder.resolve("tenants/new/later.db");
            assertThat(tenants.migrate(later.toString()).after()).isEqualTo(new Version(1));
            assertThat(later).isRegularFile();
            assertThat(tenants.report().outcomes())
                    .extracting(Outcome::database)
                    .containsExactly(name(0), later.toString());

            workspace.script("0002-more.sql", "INSERT INTO note (text) VALUES ('second');");
            assertThat(tenants.migrate(later.toString()).applied()).hasSize(1);
            assertThat(tenants.report().outcomes()).hasSize(2);
        });
    }

    @Test
    void makesNoFileForScriptsThatAreNotThere() {
        runner().withPropertyValues("fastmigrate.migrations=" + folder.resolve("gone"))
                .run(context -> {
                    Path later = folder.resolve("tenants/later.db");
                    assertThatThrownBy(() ->
                                    context.getBean(TenantMigrations.class).migrate(later.toString()))
                            .hasMessageContaining("gone");
                    assertThat(later).doesNotExist();
                });
    }

    @Test
    void startsWithoutAnyTenantYet(CapturedOutput output) {
        Workspace.bare()
                .withPropertyValues(
                        "fastmigrate.tenants.db=" + folder.resolve("nowhere") + "/*.db",
                        "fastmigrate.migrations=" + workspace.scripts())
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(FastMigrate.class);
                    assertThat(context.getBean(TenantMigrations.class).report().outcomes())
                            .isEmpty();
                });
        assertThat(output).contains("The directory " + folder.resolve("nowhere"));
    }

    @Test
    void asksABeanThatUsesTheApplicationsOwnDatabase() throws Exception {
        makeTenants(2);
        workspace.script(
                "0002-tenant.sql",
                "CREATE TABLE tenant (db TEXT); INSERT INTO tenant VALUES ('" + name(1) + "'), ('"
                        + folder.resolve("lost.db") + "');");
        Path own = Files.createDirectories(folder.resolve("of-tenants"));
        Files.writeString(own.resolve("0001-task.sql"), "CREATE TABLE task (id INTEGER PRIMARY KEY);");
        workspace
                .runner()
                .withBean("tenantsOfTheCatalog", TenantDatabases.class, () -> () -> List.of())
                .run(context -> assertThat(context).hasNotFailed());

        workspace
                .runner()
                .withUserConfiguration(CatalogTenants.class)
                .withPropertyValues("fastmigrate.tenants.migrations=" + own, "fastmigrate.tenants.on-failure=warn")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(FastMigrate.class);
                    assertThat(context.getBean(TenantMigrations.class).report().outcomes())
                            .extracting(Outcome::state)
                            .containsExactly(State.MIGRATED, State.FAILED);
                    assertThat(folder.resolve("lost.db")).doesNotExist();
                });
        assertThat(new Workspace(folder).query("SELECT count(*) FROM tenant")).isEqualTo("2");
    }

    @Test
    void migratesLazyApplicationsDuringTheRefreshToo() throws Exception {
        makeTenants(1);
        runner().withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(
                                FastMigrate.sqlite(tenant(0)).build().version().number())
                        .isEqualTo(1));
    }

    @Test
    void theRunnerReadsNothingAgain() throws Exception {
        makeTenants(1);
        runner().run(context -> {
            Files.delete(tenant(0));
            context.getBean(TenantRunner.class).run(new DefaultApplicationArguments());
            assertThat(context.getBean(TenantMigrations.class).report().isComplete())
                    .isTrue();
        });
    }

    @Test
    void followsThePhaseOfTheApplication() throws Exception {
        makeTenants(1);
        FastMigrate tenant = FastMigrate.sqlite(tenant(0)).build();
        runner().withPropertyValues("fastmigrate.phase=verify").run(context -> {
            FastMigrateAutoConfigurationTest.cause(context, FleetFailedException.class);
            assertThat(tenant.version().number()).isZero();
        });
        runner().withPropertyValues("fastmigrate.phase=runner").run(context -> {
            assertThat(tenant.version().number()).isZero();
            context.getBean(TenantRunner.class).run(new DefaultApplicationArguments());
            assertThat(tenant.version().number()).isEqualTo(1);
        });
        runner().withPropertyValues("fastmigrate.phase=verify").run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(TenantRunner.class).run(new DefaultApplicationArguments());
        });
    }

    @Test
    void doesNothingWhereTenantsAreNotEnabled() throws Exception {
        makeTenants(1);
        runner().withPropertyValues("fastmigrate.tenants.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TenantMigrations.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/app.db",
                "jdbc:postgresql://host/db",
                "JDBC:postgresql://host/db",
                "data/{a/*.db",
                "~/tenants/*.db",
                "'data/*.db'",
                "\"data/*.db\"",
                "$HOME/*.db",
                "file:data/*.db"
            })
    void refusesWhatIsNoPattern(String pattern) {
        Workspace.bare()
                .withPropertyValues("fastmigrate.tenants.db=" + pattern)
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessageContaining("fastmigrate.tenants.db"));
    }

    @Test
    void dropsBlanksAndLineEndsAroundThePattern() throws Exception {
        makeTenants(2);
        assertThat(TenantFiles.of(" " + folder.resolve("tenants") + "/*.db \r\n")
                        .databases())
                .hasSize(2);
    }

    @Test
    void findsFilesInFoldersOfTheTenants() throws Exception {
        for (String place : List.of("a/app.db", "b/app.db", "b/old/app.db", "b/app.db-wal")) {
            Path file = folder.resolve("by-folder").resolve(place);
            Files.createDirectories(Path.of(file.toString()).getParent());
            Files.writeString(file, "");
        }
        assertThat(TenantFiles.of(folder + "/by-folder/*/app.db").databases())
                .containsExactly(at("a/app.db"), at("b/app.db"));
        assertThat(TenantFiles.of(folder + "/by-folder/**/app.db").databases())
                .containsExactly(at("a/app.db"), at("b/app.db"), at("b/old/app.db"));
        assertThat(TenantFiles.of(folder + "/by-folder/{a,c}/*").databases()).containsExactly(at("a/app.db"));
    }

    private String at(String place) {
        return folder.resolve("by-folder").resolve(place).toString();
    }

    private ApplicationContextRunner runner() {
        return Workspace.bare()
                .withPropertyValues(
                        "fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*.db",
                        "fastmigrate.tenants.workers=4",
                        "fastmigrate.migrations=" + workspace.scripts());
    }

    private Path tenant(int number) {
        return folder.resolve(String.format(Locale.ROOT, "tenants/%04d.db", number));
    }

    private String name(int number) {
        return tenant(number).toString();
    }

    /** Makes one at version 0, and copies it. */
    private void makeTenants(int number) throws Exception {
        Path template = folder.resolve("template");
        FastMigrate.sqlite(template).build().create();
        for (int i = 0; i < number; i++) {
            Files.copy(template, tenant(i));
        }
    }

    private long[] modified() throws Exception {
        long[] times = new long[1000];
        for (int i = 0; i < times.length; i++) {
            times[i] = Files.getLastModifiedTime(tenant(i)).toMillis();
        }
        return times;
    }

    @Configuration(proxyBeanMethods = false)
    static class CatalogTenants {

        @Bean
        TenantDatabases catalogTenants(JdbcClient jdbc) {
            return () -> jdbc.sql("SELECT db FROM tenant").query(String.class).list();
        }
    }
}

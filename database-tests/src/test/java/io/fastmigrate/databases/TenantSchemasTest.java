package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An application whose tenants have a schema each, or a database each on one server. */
class TenantSchemasTest {

    @TempDir
    Path folder;

    private Workshop db;
    private final List<String> properties = new ArrayList<>();

    @BeforeEach
    void makeDatabase() throws Exception {
        db = new Workshop(Servers.postgres(), folder);
        db.script("0001-tenant.sql", "CREATE TABLE tenant (schema TEXT);\n");
        Path scripts = Files.createDirectory(folder.resolve("of-tenants"));
        Files.writeString(scripts.resolve("0001-note.sql"), "CREATE TABLE note (text VARCHAR(64));\n");
        Files.writeString(scripts.resolve("0002-first.sql"), "INSERT INTO note VALUES ('first');\n");
        properties.addAll(List.of(
                "fastmigrate.migrations=" + db.directory(),
                "fastmigrate.tenants.migrations=" + scripts,
                "fastmigrate.tenants.workers=4"));
    }

    @Test
    void startsWithTwentyOfWhichOneIsBrokenAndTheNextTimeTouchesThatOneAlone() throws Exception {
        db.execute("CREATE SCHEMA tenants; CREATE SCHEMA other; CREATE TABLE other.keep (id INTEGER)");
        twenty();
        db.execute("CREATE TABLE tenant_07.note (id INTEGER)"); // not empty, and without a version
        properties.addAll(List.of("fastmigrate.db=" + db.url(), "fastmigrate.tenants.schemas=tenant_*"));

        assertThat(failure())
                .isInstanceOf(FleetFailedException.class)
                .hasMessageContaining("1 of 20")
                .hasMessageContaining("(schema tenant_07)");
        db.execute("TRUNCATE tenant_01.note");
        properties.add("fastmigrate.tenants.on-failure=warn");
        start(context -> {
            assertThat(states(context)).containsOnlyOnce(State.FAILED).hasSize(20);
            FastMigrateEndpoint.Tenants shown = Objects.requireNonNull(
                    context.getBean(FastMigrateEndpoint.class).databases().contexts().values().stream()
                            .findFirst()
                            .orElseThrow()
                            .tenants());
            assertThat(shown.versions()).containsExactly(entry(2, 19L));
            assertThat(shown.failed())
                    .extracting(FastMigrateEndpoint.Tenant::database)
                    .containsExactly("tenant_07");
        });

        db.execute("DROP TABLE tenant_07.note");
        start(context ->
                assertThat(states(context)).containsOnlyOnce(State.MIGRATED).doesNotContain(State.FAILED));
        assertThat(db.query("SELECT count(*) FROM tenant_07.note")).containsExactly("1");
        assertThat(db.query("SELECT count(*) FROM tenant_01.note")).containsExactly("0"); // its scripts ran once
        assertThat(db.query("SELECT table_schema FROM information_schema.tables WHERE table_name = '_meta'"
                        + " AND table_schema NOT LIKE 'tenant\\_%'"))
                .containsExactly("public");
    }

    /** All but the places, which are those of this test. */
    @Test
    void startsAsTheGuideShows() throws Exception {
        twenty();
        Matcher block = Pattern.compile("```yaml\n([^`]*schemas: tenant_[^`]*)```")
                .matcher(Files.readString(Path.of("../docs/spring-boot.md")));
        assertThat(block.find()).isTrue();
        Path file = Files.writeString(folder.resolve("application.yml"), block.group(1));
        properties.addAll(List.of("fastmigrate.db=" + db.url(), "spring.config.location=" + file));
        start(context ->
                assertThat(states(context)).containsOnly(State.MIGRATED).hasSize(20));
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void migratesThroughThePoolOfTheApplicationHoweverSmall() throws Exception {
        twenty();
        properties.addAll(List.of(
                "spring.datasource.url=" + db.url(),
                "spring.datasource.hikari.maximum-pool-size=1",
                "spring.datasource.hikari.connection-timeout=3000",
                "fastmigrate.tenants.schemas=tenant_*"));
        start(context -> {
            assertThat(states(context)).containsOnly(State.MIGRATED).hasSize(20);
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SHOW search_path")
                            .query(String.class)
                            .single())
                    .isEqualTo("\"$user\", public");
        });
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }

    @Test
    void leavesOutTheSchemaOfTheApplicationAndThoseOfTheSystem() throws Exception {
        db.execute("CREATE SCHEMA a; CREATE SCHEMA \"B c\"");
        properties.addAll(List.of("fastmigrate.db=" + db.url(), "fastmigrate.tenants.schemas=*"));
        start(context -> assertThat(names(context)).containsExactly("(schema B c)", "(schema a)"));
        assertThat(db.version()).isEqualTo(1);

        properties.add("fastmigrate.schema=application");
        db.execute("DROP SCHEMA public CASCADE");
        start(context -> assertThat(names(context)).containsExactly("(schema B c)", "(schema a)"));
    }

    @Test
    void migratesASchemaThatComesLater() throws Exception {
        properties.addAll(List.of("fastmigrate.db=" + db.url(), "fastmigrate.tenants.schemas=tenant_*"));
        start(context -> {
            TenantMigrations tenants = context.getBean(TenantMigrations.class);
            assertThat(tenants.report().outcomes()).isEmpty();
            assertThat(tenants.migrateSchema("tenant_new").after().number()).isEqualTo(2);
            assertThat(tenants.migrateSchema("tenant_new").applied()).isEmpty();
            assertThatThrownBy(() -> tenants.migrateSchema("customer_1"))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("customer_1 does not match fastmigrate.tenants.schemas");
            assertThatThrownBy(() -> tenants.migrate("tenant_2"))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("this is a path: tenant_2");
        });
        assertThat(db.query("SELECT text FROM tenant_new.note")).containsExactly("first");
        assertThat(db.query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'c%1'"))
                .containsExactly("0");
    }

    @Test
    void asksABeanThatReadsTheApplicationsOwnDatabase() throws Exception {
        db.migrate();
        db.execute("CREATE SCHEMA one; CREATE SCHEMA two; INSERT INTO tenant VALUES ('two'), ('one'), ('gone')");
        properties.addAll(List.of("fastmigrate.db=" + db.url(), "fastmigrate.tenants.on-failure=warn"));
        start(
                context -> {
                    assertThat(names(context)).containsExactly("(schema two)", "(schema one)", "(schema gone)");
                    assertThat(states(context)).containsExactly(State.MIGRATED, State.MIGRATED, State.FAILED);
                    assertThatThrownBy(() ->
                                    context.getBean(TenantMigrations.class).migrateSchema("public"))
                            .hasMessageContaining("The schema public is the application's own");
                },
                Catalog.class);
        assertThat(db.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'gone'"))
                .containsExactly("0");
        db.execute("INSERT INTO tenant VALUES ('public')");
        assertThat(failure(Catalog.class)).hasMessageContaining("The schema public is the application's own");
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void hasTheSchemasElsewhereThanTheApplicationsOwnDatabase() throws Exception {
        twenty();
        db.execute("CREATE SCHEMA tenant_1; CREATE SCHEMA tenant_100");
        properties.addAll(
                List.of("fastmigrate.db=" + folder.resolve("app.db"), "fastmigrate.tenants.schemas=tenant_1?"));
        assertThat(failure())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("Tenants have schemas, but the application's database is ")
                .hasMessageContaining("app.db");

        properties.add("fastmigrate.tenants.db=" + db.url());
        start(context ->
                assertThat(states(context)).containsOnly(State.MIGRATED).hasSize(10));
    }

    @Test
    void refusesSchemasOfABeanWhereTheApplicationHasAFile() {
        properties.add("fastmigrate.db=" + folder.resolve("app.db"));
        assertThat(failure(Fixed.class))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("app.db");
    }

    @Test
    void touchesNoOtherSchemaWhenTheCanaryFails() throws Exception {
        twenty();
        Files.writeString(folder.resolve("of-tenants/0003-broken.sql"), "INSERT INTO nowhere VALUES (1);\n");
        properties.addAll(List.of("spring.datasource.url=" + db.url(), "fastmigrate.tenants.schemas=tenant_*"));
        assertThat(((FleetFailedException) failure()).report().outcomes())
                .extracting(Outcome::state)
                .hasSize(20)
                .containsOnlyOnce(State.FAILED)
                .contains(State.NOT_TRIED);
        assertThat(db.query("SELECT schemaname FROM pg_tables WHERE tablename = '_meta'"))
                .containsExactly("tenant_01");
    }

    @Test
    void onlyReadsInThePhaseVerify() throws Exception {
        twenty();
        properties.addAll(List.of("spring.datasource.url=" + db.url(), "fastmigrate.tenants.schemas=tenant_*"));
        properties.add("fastmigrate.phase=verify");
        assertThat(failure()).isInstanceOf(FleetFailedException.class);
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'tenant%'"))
                .containsExactly("0");
    }

    @Test
    void hasTwentyDatabasesOnOneServerOfWhichOneIsBrokenAndTheNextTimeTouchesThatOneAlone() throws Exception {
        String own = db.query("SELECT current_database()").get(0);
        List<String> names = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> String.format(Locale.ROOT, "%s_%02d", own, i))
                .toList();
        for (String name : names) {
            db.execute("CREATE DATABASE " + name);
        }
        UrlTenants.urls =
                names.stream().map(name -> db.url().replace(own, name)).toList();
        String broken = UrlTenants.urls.get(6);
        Servers.execute(broken, "CREATE TABLE note (id INTEGER)"); // not empty, and without a version
        properties.add("fastmigrate.db=" + db.url());

        assertThat(failure(UrlTenants.class))
                .isInstanceOf(FleetFailedException.class)
                .hasMessageContaining("1 of 20")
                .hasMessageContaining(names.get(6));
        Servers.execute(UrlTenants.urls.get(0), "TRUNCATE note");
        properties.add("fastmigrate.tenants.on-failure=warn");
        start(
                context -> assertThat(states(context))
                        .containsOnlyOnce(State.FAILED)
                        .doesNotContain(State.MIGRATED)
                        .hasSize(20),
                UrlTenants.class);

        Servers.execute(broken, "DROP TABLE note");
        start(
                context -> assertThat(states(context))
                        .containsOnlyOnce(State.MIGRATED)
                        .doesNotContain(State.FAILED),
                UrlTenants.class);
        Servers.execute(broken, "INSERT INTO note SELECT text FROM note"); // its scripts ran
        Servers.execute(
                UrlTenants.urls.get(0), "ALTER TABLE note ADD CHECK (text IS NULL)"); // ran once: no row is there
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'note'"))
                .containsExactly("0");
    }

    @Test
    void hasADatabaseForEachTenantOnOneMariaDb() throws Exception {
        Workshop maria = new Workshop(Servers.maria(), folder.resolve("maria"));
        String own = maria.query("SELECT DATABASE()").get(0);
        for (String end : List.of("_a", "_b")) {
            maria.execute("CREATE DATABASE " + own + end);
        }
        Files.writeString(db.directory().resolve("0001-tenant.sql"), "CREATE TABLE tenant (id INTEGER);\n");
        properties.addAll(List.of("fastmigrate.db=" + maria.url(), "fastmigrate.tenants.schemas=" + own + "*"));
        start(context -> {
            assertThat(names(context)).containsExactly("(database " + own + "_a)", "(database " + own + "_b)");
            assertThat(states(context)).containsOnly(State.MIGRATED);
        });
        assertThat(maria.query("SELECT version FROM " + own + "._meta")).containsExactly("1");
        assertThat(maria.query("SELECT text FROM " + own + "_b.note")).containsExactly("first");
    }

    private void twenty() throws Exception {
        for (int i : IntStream.rangeClosed(1, 20).toArray()) {
            db.execute(String.format(Locale.ROOT, "CREATE SCHEMA tenant_%02d", i));
        }
    }

    private static List<State> states(ConfigurableApplicationContext context) {
        return context.getBean(TenantMigrations.class).report().outcomes().stream()
                .map(Outcome::state)
                .toList();
    }

    private static List<String> names(ConfigurableApplicationContext context) {
        return context.getBean(TenantMigrations.class).report().outcomes().stream()
                .map(outcome -> outcome.database().substring(outcome.database().indexOf('(')))
                .toList();
    }

    private void start(Consumer<ConfigurableApplicationContext> use, Class<?>... more) {
        SpringApplication application = new SpringApplication(
                Stream.concat(Stream.of(Plain.class), Stream.of(more)).toArray(Class<?>[]::new));
        application.setRegisterShutdownHook(false);
        List<String> arguments = new ArrayList<>(
                properties.stream().map(property -> "--" + property).toList());
        arguments.add("--management.endpoints.web.exposure.include=fastmigrate");
        arguments.add("--spring.main.banner-mode=off");
        try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
            use.accept(context);
        }
    }

    private Throwable failure(Class<?>... more) {
        Throwable failure = catchThrowable(() -> start(context -> {}, more));
        assertThat(failure).isNotNull();
        while (failure.getCause() != null && !failure.getClass().getName().startsWith("io.fastmigrate")) {
            failure = failure.getCause();
        }
        return failure;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = R2dbcAutoConfiguration.class)
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    static class Catalog {

        @Bean
        TenantDatabases tenants(JdbcClient jdbc) {
            return TenantDatabases.ofSchemas(() ->
                    jdbc.sql("SELECT schema FROM tenant").query(String.class).list());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Fixed {

        @Bean
        TenantDatabases tenants() {
            return TenantDatabases.ofSchemas(() -> List.of("one"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UrlTenants {

        static List<String> urls = List.of();

        @Bean
        TenantDatabases tenants() {
            return () -> urls;
        }
    }
}

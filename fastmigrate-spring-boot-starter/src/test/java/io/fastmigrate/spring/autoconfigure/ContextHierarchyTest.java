package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Report;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint;
import io.fastmigrate.spring.actuate.FastMigrateInfoContributor;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.internal.database.MigratedDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A parent and a child, both with all auto-configurations and the same properties. */
class ContextHierarchyTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    @Test
    void migratesOnceInTheParentAndTheChildSeesIt() {
        try (ConfigurableApplicationContext child = start(Parent.class, Child.class)) {
            ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent();
            assertThat(parent).isNotNull();
            assertThat(parent.getBean(Runs.class).finished).hasSize(2);
            assertThat(child.getBean(FastMigrate.class)).isSameAs(parent.getBean("fastMigrate"));
            assertThat(child.getBean(MigratedDatabases.class).own()).isEmpty();
            assertThat(child.getBean(Standings.class).now("audit").lastRun())
                    .isNotNull()
                    .isSameAs(parent.getBean(Standings.class).now("audit").lastRun());
            assertThat(child.getBean(MigratedDatabases.class).byName()).containsOnlyKeys("fastMigrate", "audit");
            assertThat(child.getBean(JdbcClient.class)
                            .sql("SELECT count(*) FROM note")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
            parent.close();
        }
    }

    @Test
    void migratesWhatTheChildHasForItselfInTheChild() {
        try (ConfigurableApplicationContext child = start(Parent.class, ChildWithItsOwn.class)) {
            assertThat(child.getBean(MigratedDatabases.class).own()).containsOnlyKeys("mine");
            assertThat(child.getBean("mine", FastMigrate.class).version().number())
                    .isEqualTo(1);
            assertThat(endpoint(child)).containsOnlyKeys("mine");
            assertThat(child.getBean("fastmigrateHealthContributor", CompositeHealthContributor.class).stream())
                    .extracting(HealthContributors.Entry::name)
                    .containsExactlyInAnyOrder("fastMigrate", "audit", "mine");
            Info.Builder info = new Info.Builder();
            child.getBean(FastMigrateInfoContributor.class).contribute(info);
            assertThat(info.build().getDetails())
                    .extractingByKey("fastmigrate")
                    .asString()
                    .contains("fastMigrate=", "audit=", "mine=");
            Objects.requireNonNull((ConfigurableApplicationContext) child.getParent())
                    .close();
        }
    }

    @Test
    void theEndpointDescribesTheDatabasesOfEachContext() {
        try (ConfigurableApplicationContext child = start(Parent.class, ChildWithTheSameName.class)) {
            ConfigurableApplicationContext parent =
                    Objects.requireNonNull((ConfigurableApplicationContext) child.getParent());
            FastMigrateEndpoint endpoint = child.getBean(FastMigrateEndpoint.class);
            Map<String, FastMigrateEndpoint.ContextDescriptor> contexts =
                    endpoint.databases().contexts();
            assertThat(contexts.keySet()).containsExactly(child.getId(), parent.getId());
            assertThat(of(contexts, child).parentId()).isEqualTo(parent.getId());
            assertThat(of(contexts, parent).parentId()).isNull();
            assertThat(of(contexts, child).databases())
                    .containsOnlyKeys("fastMigrate")
                    .hasEntrySatisfying("fastMigrate", database -> {
                        assertThat(database.path()).endsWith("mine.db");
                        assertThat(database.lastRun()).isNotNull();
                    });
            assertThat(of(contexts, parent).databases())
                    .containsOnlyKeys("fastMigrate", "audit")
                    .hasEntrySatisfying(
                            "fastMigrate",
                            database -> assertThat(database.path())
                                    .isEqualTo(workspace.db().toString()))
                    .hasEntrySatisfying(
                            "audit", database -> assertThat(database.lastRun()).isNotNull());

            assertThat(Objects.requireNonNull(endpoint.database("fastMigrate")).contexts())
                    .containsOnlyKeys(child.getId(), parent.getId());
            assertThat(Objects.requireNonNull(endpoint.database("audit")).contexts())
                    .containsOnlyKeys(parent.getId());
            assertThat(endpoint(parent)).containsOnlyKeys("fastMigrate", "audit");
            parent.close();
        }
    }

    private static FastMigrateEndpoint.ContextDescriptor of(
            Map<String, FastMigrateEndpoint.ContextDescriptor> contexts, ConfigurableApplicationContext context) {
        return Objects.requireNonNull(contexts.get(context.getId()), "the context is not described");
    }

    private static Map<String, FastMigrateEndpoint.Database> endpoint(ConfigurableApplicationContext context) {
        return Objects.requireNonNull(context.getBean(FastMigrateEndpoint.class)
                        .databases()
                        .contexts()
                        .get(context.getId()))
                .databases();
    }

    private ConfigurableApplicationContext start(Class<?> parent, Class<?> child) {
        String[] properties = Stream.concat(
                        Stream.of(workspace.properties()),
                        Stream.of(
                                "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"),
                                "test.folder=" + folder,
                                "management.endpoints.web.exposure.include=fastmigrate",
                                "management.endpoint.fastmigrate.show-paths=always",
                                "spring.main.banner-mode=off"))
                .toArray(String[]::new);
        return new SpringApplicationBuilder(parent)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(properties)
                .child(child)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run();
    }

    static class Runs implements MigrationListener {

        final List<Report> finished = new CopyOnWriteArrayList<>();

        @Override
        public void onFinished(Report report) {
            finished.add(report);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Parent {

        @Bean
        Runs runs() {
            return new Runs();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Child {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class ChildWithItsOwn {

        @Bean
        FastMigrate mine(Environment environment) {
            Path folder = Path.of(environment.getRequiredProperty("test.folder"));
            FastMigrateBuilder builder = FastMigrate.sqlite(folder.resolve("mine.db"));
            return builder.migrations(folder.resolve("scripts")).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class ChildWithTheSameName {

        @Bean
        FastMigrate fastMigrate(Environment environment) {
            return new ChildWithItsOwn().mine(environment);
        }
    }
}

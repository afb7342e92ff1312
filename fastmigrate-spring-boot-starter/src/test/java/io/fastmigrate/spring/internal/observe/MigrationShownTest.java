package io.fastmigrate.spring.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.MigrationFailedEvent;
import io.fastmigrate.spring.MigrationFinishedEvent;
import io.fastmigrate.spring.MigrationStartedEvent;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.FastMigrateInfoContributor;
import io.fastmigrate.spring.actuate.MigrationMetrics;
import io.fastmigrate.spring.autoconfigure.FastMigrateHealthAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateInfoAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateMetricsAutoConfiguration;
import io.fastmigrate.spring.internal.start.FastMigrateRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Health, info, meters, observations and events. */
class MigrationShownTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    private ApplicationContextRunner runner() {
        return workspace
                .runner()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateHealthAutoConfiguration.class,
                        FastMigrateInfoAutoConfiguration.class,
                        FastMigrateMetricsAutoConfiguration.class));
    }

    private static Health health(ApplicationContext context) {
        HealthIndicator indicator = (HealthIndicator) context.getBean("fastmigrateHealthContributor");
        return Objects.requireNonNull(indicator.health());
    }

    @Test
    void isHealthyOnceItIsMigrated() {
        runner().run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("state", "UP_TO_DATE", "version", 1, "target", 1, "pending", 0));
        });
    }

    @Test
    void staysHealthyWhenScriptsAreAddedForTheNextStart() {
        runner().run(context -> {
            workspace.script("0002-more.sql", "SELECT 1;");
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails()).containsEntry("state", "PENDING");
        });
    }

    @Test
    void countsRepeatableScriptsThatWereChangedAsPending() throws Exception {
        workspace.repeatable("texts.sql", "CREATE VIEW texts AS SELECT text FROM note;");
        runner().run(context -> {
            workspace.repeatable("texts.sql", "CREATE VIEW texts AS SELECT id, text FROM note;");
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("state", "PENDING", "version", 1, "target", 1, "pending", 1));
            assertThat(gauge(bound(context), "fastmigrate.pending")).isEqualTo(1);
        });
    }

    @Test
    void isDownWhenARepeatableScriptFailedUntilItRan() throws Exception {
        workspace.repeatable("texts.sql", "SELECT 1;\nINSERT INTO nowhere VALUES (1);");
        runner().withPropertyValues("fastmigrate.phase=runner").run(context -> {
            FastMigrate fastMigrate = context.getBean(FastMigrate.class);
            fastMigrate.create();
            assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails())
                    .containsEntry("state", "FAILED")
                    .containsEntry("version", 1)
                    .containsEntry("script", "repeatable/texts.sql")
                    .containsEntry("line", 2);

            workspace.repeatable("texts.sql", "CREATE VIEW texts AS SELECT text FROM note;");
            assertThat(fastMigrate.migrate().applied()).hasSize(1);
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isOutOfServiceBeforeItIsMigratedAndDownWhenItFailed() throws Exception {
        workspace.script("0002-broken.sql", "SELECT 1;\nINSERT INTO nowhere VALUES (1);");
        runner().withPropertyValues("fastmigrate.phase=runner").run(context -> {
            context.getBean(FastMigrate.class).create();
            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            assertThatThrownBy(() -> context.getBean(FastMigrateRunner.class).run(new DefaultApplicationArguments()))
                    .isInstanceOf(ScriptFailedException.class);
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails())
                    .containsEntry("state", "FAILED")
                    .containsEntry("version", 1)
                    .containsEntry("script", "0002-broken.sql")
                    .containsEntry("line", 2);
            assertThat(String.valueOf(health.getDetails().get("error")))
                    .contains("nowhere")
                    .doesNotContain(folder.toString());

            Files.writeString(workspace.scripts().resolve("0002-broken.sql"), "SELECT 1;");
            context.getBean(FastMigrateRunner.class).run(new DefaultApplicationArguments());
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isDownWhenTheDatabaseIsGone() {
        runner().run(context -> {
            Files.delete(workspace.db());
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails()).containsEntry("state", "MISSING");
        });
    }

    @Test
    void hasAPartForEachOfSeveralDatabases() {
        runner().withPropertyValues(
                        "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"),
                        "fastmigrate.databases.audit.migrations=" + workspace.scripts())
                .run(context -> {
                    CompositeHealthContributor health =
                            (CompositeHealthContributor) context.getBean(HealthContributor.class);
                    assertThat(health.stream().map(entry -> entry.name()))
                            .containsExactlyInAnyOrder("fastMigrate", "audit");
                    SimpleMeterRegistry meters = bound(context);
                    assertThat(meters.get("fastmigrate.version")
                                    .tag("database", "audit")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                });
    }

    @Test
    void canBeSwitchedOff() {
        runner().withPropertyValues(
                        "management.health.fastmigrate.enabled=false", "management.info.fastmigrate.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(HealthContributor.class)
                        .doesNotHaveBean(FastMigrateInfoContributor.class));
    }

    @Test
    void tellsTheVersionAmongTheInformation() {
        runner().run(context -> {
            Info.Builder info = new Info.Builder();
            context.getBean(FastMigrateInfoContributor.class).contribute(info);
            assertThat(info.build().getDetails())
                    .containsEntry(
                            "fastmigrate",
                            Map.of("fastMigrate", Map.of("state", "UP_TO_DATE", "version", 1, "target", 1)));
        });
    }

    private static SimpleMeterRegistry bound(ApplicationContext context) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        context.getBean(MigrationMetrics.class).bindTo(meters);
        return meters;
    }

    private static double gauge(MeterRegistry meters, String name) {
        return meters.get(name).tag("database", "fastMigrate").gauge().value();
    }

    @Test
    void measuresScriptsAppliedBeforeThereWasARegistryAndAfter() throws Exception {
        workspace.script("0002-say.sh", "true\n");
        runner().run(context -> {
            SimpleMeterRegistry meters = bound(context);
            assertThat(gauge(meters, "fastmigrate.version")).isEqualTo(2);
            assertThat(gauge(meters, "fastmigrate.pending")).isZero();
            assertThat(timed(meters, "sql", "migrated")).isEqualTo(1);
            assertThat(timed(meters, "sh", "migrated")).isEqualTo(1);

            workspace.script("0003-broken.sql", "INSERT INTO nowhere VALUES (1);");
            assertThatThrownBy(() -> context.getBean(FastMigrate.class).migrate())
                    .isInstanceOf(ScriptFailedException.class);
            assertThat(gauge(meters, "fastmigrate.version")).isEqualTo(2);
            assertThat(gauge(meters, "fastmigrate.pending")).isEqualTo(1);
            assertThat(timed(meters, "sql", "failed")).isEqualTo(1);

            workspace.script("0003-broken.sql", "INSERT INTO note (text) VALUES ('x');");
            context.getBean(FastMigrate.class).migrate();
            assertThat(gauge(meters, "fastmigrate.version")).isEqualTo(3);
            assertThat(gauge(meters, "fastmigrate.pending")).isZero();
            assertThat(timed(meters, "sql", "migrated")).isEqualTo(2);
        });
    }

    private static long timed(MeterRegistry meters, String kind, String outcome) {
        return meters.get("fastmigrate.migration")
                .tags(Tags.of("database", "fastMigrate", "kind", kind, "outcome", outcome))
                .timer()
                .count();
    }

    @Test
    void doesNotReadTheDatabaseAgainForEachScrape() {
        runner().run(context -> {
            SimpleMeterRegistry meters = bound(context);
            assertThat(gauge(meters, "fastmigrate.version")).isEqualTo(1);
            Files.delete(workspace.db());
            assertThat(gauge(meters, "fastmigrate.version")).isEqualTo(1);
        });
    }

    @Test
    void putsAnObservationRoundARunThatHasSomethingToDo() throws Exception {
        runner().withUserConfiguration(Observed.class).run(context -> {
            Observed observed = context.getBean(Observed.class);
            assertThat(observed.seen).singleElement().asString().contains("fastmigrate.run", "database=", "migrated");

            context.getBean(FastMigrate.class).migrate();
            assertThat(observed.seen).hasSize(1);

            workspace.script("0002-broken.sql", "INSERT INTO nowhere VALUES (1);");
            assertThatThrownBy(() -> context.getBean(FastMigrate.class).migrate())
                    .isInstanceOf(ScriptFailedException.class);
            assertThat(observed.seen).hasSize(2).last().asString().contains("failed", "ScriptFailedException");
        });
    }

    @Test
    void publishesWhatHappensAlsoToListenersThatUseTheDatabase() throws Exception {
        runner().withUserConfiguration(Listening.class).run(context -> {
            Listening listening = context.getBean(Listening.class);
            assertThat(listening.seen).containsExactly("started fastMigrate at 0", "finished fastMigrate at 1, 1 note");
            listening.seen.clear();

            context.getBean(FastMigrate.class).migrate();
            assertThat(listening.seen).as("nothing was pending").isEmpty();

            workspace.script("0002-broken.sql", "INSERT INTO nowhere VALUES (1);");
            assertThatThrownBy(() -> context.getBean(FastMigrate.class).migrate())
                    .isInstanceOf(ScriptFailedException.class);
            assertThat(listening.seen).containsExactly("started fastMigrate at 1", "failed fastMigrate");
        });
    }

    @Test
    void tellsListenersWithoutDatabaseOfAFailedStart() throws Exception {
        workspace.script("0002-broken.sql", "INSERT INTO nowhere VALUES (1);");
        List<Object> seen = new CopyOnWriteArrayList<>();
        runner().withInitializer(context -> context.addApplicationListener(event -> seen.add(
                        event instanceof org.springframework.context.PayloadApplicationEvent<?> payload
                                ? payload.getPayload()
                                : event)))
                .run(context -> assertThat(context).hasFailed());
        assertThat(seen)
                .anyMatch(MigrationStartedEvent.class::isInstance)
                .last()
                .isInstanceOf(MigrationFailedEvent.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Observed {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        ObservationRegistry registry() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
                @Override
                public void onStop(Observation.Context context) {
                    seen.add(context.getName() + " " + context.getLowCardinalityKeyValues() + " " + context.getError());
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            });
            return registry;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        DatabaseListener databaseListener(JdbcClient jdbc) {
            return new DatabaseListener(jdbc, seen);
        }
    }

    record DatabaseListener(JdbcClient jdbc, List<String> seen) {

        @EventListener
        void on(MigrationStartedEvent event) {
            seen.add("started " + event.database() + " at " + event.before().version());
        }

        @EventListener
        void on(MigrationFinishedEvent event) {
            int notes =
                    jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single();
            seen.add("finished " + event.database() + " at " + event.report().after() + ", " + notes + " note");
        }

        @EventListener
        void on(MigrationFailedEvent event) {
            seen.add("failed " + event.database());
        }
    }
}

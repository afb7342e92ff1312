package io.fastmigrate.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.ContextDescriptor;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.MigrationsDescriptor;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Tenant;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Tenants;
import io.fastmigrate.spring.autoconfigure.FastMigrateEndpointAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateHealthAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateInfoAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateMetricsAutoConfiguration;
import io.fastmigrate.spring.tenants.TenantRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

/** Tenants' databases in the endpoint, in the health and among the meters. */
class TenantsShownTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeTenants() throws Exception {
        workspace = Workspace.in(folder);
        for (String name : List.of("a", "b", "c")) {
            FastMigrate.sqlite(tenant(name)).build().create();
        }
    }

    @Test
    void tellsHowManyStandWhereAndNamesThoseThatFailed() throws Exception {
        damage("b");
        runner().withPropertyValues("fastmigrate.tenants.on-failure=warn").run(context -> {
            Tenants tenants = tenants(context);
            assertThat(tenants.state()).isEqualTo("FAILED");
            assertThat(tenants.databases()).isEqualTo(3);
            assertThat(tenants.states()).isEqualTo(Map.of("MIGRATED", 2, "UP_TO_DATE", 0, "FAILED", 1, "NOT_TRIED", 0));
            assertThat(tenants.versions()).isEqualTo(Map.of(1, 2L));
            assertThat(tenants.failed()).extracting(Tenant::database).containsExactly("b/app.db");
            assertThat(tenants.toString()).contains("DatabaseUnusableException").doesNotContain(folder.toString());

            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails())
                    .isEqualTo(Map.of(
                            "state",
                            "FAILED",
                            "databases",
                            3,
                            "migrated",
                            2,
                            "upToDate",
                            0,
                            "failed",
                            1,
                            "notTried",
                            0));
            assertThat(gauge(context, "migrated")).isEqualTo(2);
            assertThat(gauge(context, "failed")).isEqualTo(1);
            assertThat(gauge(context, "up_to_date")).isZero();
            assertThat(gauge(context, "not_tried")).isZero();
        });
    }

    @Test
    void isHealthyAgainOnceTheOneThatFailedIsMigrated() throws Exception {
        damage("b");
        runner().withPropertyValues("fastmigrate.tenants.on-failure=warn").run(context -> {
            Files.delete(tenant("b"));
            context.getBean(TenantMigrations.class).migrate(tenant("b").toString());

            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(tenants(context).state()).isEqualTo("UP_TO_DATE");
            assertThat(tenants(context).versions()).isEqualTo(Map.of(1, 3L));
        });
    }

    @Test
    void countsALaterTenantThatFailsUntilItIsMigrated() {
        runner().run(context -> {
            TenantMigrations migrations = context.getBean(TenantMigrations.class);
            damage("late");
            assertThatThrownBy(() -> migrations.migrate(tenant("late").toString()))
                    .isInstanceOf(DatabaseUnusableException.class);

            assertThat(tenants(context).failed()).extracting(Tenant::database).containsExactly("late/app.db");
            assertThat(tenants(context).states()).containsEntry("FAILED", 1).containsEntry("MIGRATED", 3);
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);

            Files.delete(tenant("late"));
            migrations.migrate(tenant("late").toString());
            assertThat(tenants(context).states()).containsEntry("FAILED", 0).containsEntry("MIGRATED", 4);
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void standsInTheInformationBesideTheApplicationsOwnDatabase() {
        runner().withPropertyValues(workspace.properties()).run(context -> {
            Info.Builder info = new Info.Builder();
            context.getBean(FastMigrateInfoContributor.class).contribute(info);
            assertThat(info.build().getDetails())
                    .isEqualTo(Map.of(
                            "fastmigrate",
                            Map.of(
                                    "fastMigrate",
                                    Map.of("state", "UP_TO_DATE", "version", 1, "target", 1),
                                    "tenants",
                                    Map.of("state", "UP_TO_DATE", "databases", 3, "versions", Map.of(1, 3L)))));
        });
    }

    @Test
    void showsPathsWhenItIsTold() throws Exception {
        damage("b");
        runner().withPropertyValues(
                        "fastmigrate.tenants.on-failure=warn", "management.endpoint.fastmigrate.show-paths=always")
                .run(context -> assertThat(tenants(context).failed())
                        .extracting(Tenant::database)
                        .containsExactly(tenant("b").toString()));
    }

    @Test
    void readsNoTenantsDatabase() {
        runner().run(context -> {
            for (String name : List.of("a", "b", "c")) {
                Files.delete(tenant(name));
            }
            assertThat(tenants(context).state()).isEqualTo("UP_TO_DATE");
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(gauge(context, "migrated")).isEqualTo(3);
        });
    }

    @Test
    @Timeout(60)
    void isOutOfServiceBeforeAndWhileTenantsAreMigratedAndNeverWaits() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        runner().withPropertyValues("fastmigrate.phase=runner")
                .withBean("holdingListener", MigrationListener.class, () -> new MigrationListener() {
                    @Override
                    public void onStarted(Plan.Step step) {
                        begun.countDown();
                        awaitQuietly(go);
                    }
                })
                .run(context -> {
                    assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                    TenantRunner runner = context.getBean(TenantRunner.class);
                    CompletableFuture<Void> run =
                            CompletableFuture.runAsync(() -> runner.run(new DefaultApplicationArguments()));
                    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

                    assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(tenants(context).state()).isEqualTo("PENDING");
                    assertThat(context.getBean(TenantMigrations.class).report().outcomes())
                            .isEmpty();

                    go.countDown();
                    run.get(30, TimeUnit.SECONDS);
                    assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void isAPartBesideTheApplicationsOwnDatabase() {
        runner().withPropertyValues(workspace.properties()).run(context -> {
            CompositeHealthContributor parts = (CompositeHealthContributor) context.getBean(HealthContributor.class);
            assertThat(parts.stream().map(entry -> entry.name())).containsExactlyInAnyOrder("fastMigrate", "tenants");
            FastMigrateEndpoint endpoint = context.getBean(FastMigrateEndpoint.class);
            assertThat(only(endpoint.databases()).databases()).containsOnlyKeys("fastMigrate");
            assertThat(only(endpoint.databases()).tenants()).isNotNull();
            assertThat(only(endpoint.database("fastMigrate")).tenants()).isNull();
        });
    }

    @Test
    void isNotThereWithoutTenants() {
        runner().withPropertyValues(workspace.properties())
                .withPropertyValues("fastmigrate.tenants.enabled=false")
                .run(context -> {
                    assertThat(context.getBean(HealthContributor.class)).isInstanceOf(HealthIndicator.class);
                    assertThat(only(context.getBean(FastMigrateEndpoint.class).databases())
                                    .tenants())
                            .isNull();
                    assertThat(context).doesNotHaveBean(TenantMetrics.class);
                });
    }

    @Test
    void namesNoMoreThanTwentyThatFailed() throws Exception {
        for (int i = 0; i < 30; i++) {
            damage("x" + i);
        }
        runner().withPropertyValues("fastmigrate.tenants.on-failure=warn").run(context -> {
            assertThat(tenants(context).states()).containsEntry(State.FAILED.name(), 30);
            assertThat(tenants(context).failed()).hasSize(20);
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Tenants tenants(ApplicationContext context) {
        return Objects.requireNonNull(
                only(context.getBean(FastMigrateEndpoint.class).databases()).tenants());
    }

    private static ContextDescriptor only(@Nullable MigrationsDescriptor answer) {
        assertThat(answer).isNotNull();
        assertThat(answer.contexts()).hasSize(1);
        return answer.contexts().values().iterator().next();
    }

    private static Health health(ApplicationContext context) {
        HealthIndicator indicator = (HealthIndicator) context.getBean("fastmigrateHealthContributor");
        return Objects.requireNonNull(indicator.health());
    }

    private static double gauge(ApplicationContext context, String state) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        context.getBean(TenantMetrics.class).bindTo(meters);
        return meters.get("fastmigrate.tenants").tag("state", state).gauge().value();
    }

    private ApplicationContextRunner runner() {
        return Workspace.bare()
                .withConfiguration(AutoConfigurations.of(
                        FastMigrateEndpointAutoConfiguration.class,
                        FastMigrateHealthAutoConfiguration.class,
                        FastMigrateInfoAutoConfiguration.class,
                        FastMigrateMetricsAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=fastmigrate",
                        "fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*/app.db",
                        "fastmigrate.migrations=" + workspace.scripts());
    }

    private Path tenant(String name) {
        return folder.resolve("tenants").resolve(name).resolve("app.db");
    }

    private void damage(String name) throws Exception {
        Files.createDirectories(Objects.requireNonNull(tenant(name).getParent()));
        Files.writeString(tenant(name), "No database at all, but text that is longer than the header of one is.");
    }
}

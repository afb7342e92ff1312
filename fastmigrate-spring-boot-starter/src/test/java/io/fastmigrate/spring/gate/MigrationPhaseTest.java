package io.fastmigrate.spring.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.DatabaseNotReadyException;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.internal.observe.HealthFacts;
import io.fastmigrate.spring.internal.start.FastMigrateRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class MigrationPhaseTest {

    private static final ApplicationArguments NONE = new DefaultApplicationArguments();

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
        Latched.entered = new CountDownLatch(1);
        Latched.released = new CountDownLatch(1);
    }

    @Test
    void runnerMigratesAfterTheRefreshAndBeforeEveryOtherRunner() {
        try (ConfigurableApplicationContext context =
                start(List.of(Application.class, Looks.class), "fastmigrate.phase=runner")) {
            assertThat(context.getBean(Looks.class).notes).containsExactly("refreshed: false", "runner: true");
        }
    }

    @Test
    void verifyStartsOnADatabaseWhereItsScriptsExpectIt() throws Exception {
        migrate();
        try (ConfigurableApplicationContext context = start(List.of(Application.class), "fastmigrate.phase=verify")) {
            assertThat(notes(context)).isEqualTo(1);
        }
    }

    @Test
    void verifyRefusesPendingScriptsAndRunsNothing() throws Exception {
        migrate();
        workspace.script("0002-more.sql", "INSERT INTO note (text) VALUES ('second');");
        byte[] before = Files.readAllBytes(workspace.db());

        assertThatThrownBy(() -> start(List.of(Application.class), "fastmigrate.phase=verify"))
                .hasRootCauseInstanceOf(DatabaseBehindException.class)
                .rootCause()
                .hasMessageContaining("0002-more.sql");
        assertThat(Files.readAllBytes(workspace.db())).isEqualTo(before);
    }

    @Test
    void verifyRefusesAMissingDatabaseAndMakesNone() {
        assertThatThrownBy(() -> start(List.of(Application.class), "fastmigrate.phase=verify"))
                .hasRootCauseInstanceOf(DatabaseNotFoundException.class);
        assertThat(workspace.db()).doesNotExist();
        assertThat(workspace.db().getParent()).doesNotExist();
    }

    @Test
    void verifyRefusesADatabaseThatIsAheadWherePolicySaysSo() throws Exception {
        migrate();
        workspace
                .runner()
                .run(context -> context.getBean(JdbcClient.class)
                        .sql("UPDATE _meta SET version = 9")
                        .update());
        start(List.of(Application.class), "fastmigrate.phase=verify").close();
        assertThatThrownBy(() ->
                        start(List.of(Application.class), "fastmigrate.phase=verify", "fastmigrate.on-ahead=fail"))
                .hasRootCauseInstanceOf(DatabaseAheadException.class);
    }

    @Test
    void verifyLooksAgainInTheRunner() throws Exception {
        migrate();
        try (ConfigurableApplicationContext context = start(List.of(Application.class), "fastmigrate.phase=verify")) {
            context.getBean(JdbcClient.class)
                    .sql("UPDATE _meta SET version = 0")
                    .update();
            FastMigrateRunner runner = context.getBean(FastMigrateRunner.class);
            assertThatThrownBy(() -> runner.run(NONE)).isInstanceOf(DatabaseBehindException.class);
        }
    }

    @Test
    void gateLetsTheStartGoOnAndKeepsCallersWaitingUntilTheSchemaIsThere() throws Exception {
        Thread main = new Thread(
                () -> start(List.of(Application.class, Latched.class, Looks.class), "fastmigrate.phase=gate"));
        main.start();
        ApplicationContext context = Looks.refreshed();
        assertThat(Latched.entered.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(availability(context).getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
        assertThat(availability(context).getLivenessState()).isEqualTo(LivenessState.CORRECT);
        assertThat(context.getBean(HikariDataSource.class).isRunning()).isFalse();
        HealthFacts facts = health(context);
        assertThat(facts.condition()).isEqualTo(HealthFacts.Condition.OUT_OF_SERVICE);
        assertThat(facts.details())
                .containsEntry("state", "MIGRATING")
                .containsEntry("percent", 50)
                .containsEntry("script", "0002-latched.java")
                .containsEntry("version", 1);
        AtomicReference<@Nullable Integer> found = new AtomicReference<>();
        Thread caller = new Thread(() -> found.set(notes(context)));
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        Latched.released.countDown();
        caller.join();
        assertThat(found.get()).isEqualTo(2);
        main.join();
        assertThat(availability(context).getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(health(context).condition()).isEqualTo(HealthFacts.Condition.UP);
        ((ConfigurableApplicationContext) context).close();
    }

    @Test
    void gateTellsACallerWhoWaitedTooLongWhatRuns() throws Exception {
        Thread main = new Thread(() -> {
            try {
                start(
                        List.of(Application.class, Latched.class, Looks.class),
                        "fastmigrate.phase=gate",
                        "fastmigrate.gate-timeout=100ms");
            } catch (RuntimeException e) {
                Looks.failure.set(e);
            }
        });
        main.start();
        ConfigurableApplicationContext context = Looks.refreshed();
        assertThat(Latched.entered.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> notes(context))
                .isInstanceOf(CannotGetJdbcConnectionException.class)
                .cause()
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("0002-latched.java (script 2 of 2, 50 % of all");

        context.close(); // interrupts what runs
        main.join();
        assertThat(workspace.version()).isEqualTo(1);
        assertThat(Looks.failure.get()).hasStackTraceContaining("MigrationInterruptedException");
    }

    @Test
    void gateEndsTheStartWhenTheMigrationFails() throws Exception {
        workspace.script("0002-broken.sql", "INSERT INTO nowhere VALUES (1);");
        assertThatThrownBy(() -> start(List.of(Application.class), "fastmigrate.phase=gate"))
                .hasRootCauseInstanceOf(org.sqlite.SQLiteException.class)
                .satisfies(failure -> assertThat(failure).isInstanceOf(ScriptFailedException.class));
        assertThat(workspace.version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30s", "30d", "PT2562047788015215H"})
    void gateLetsABeanWaitThatAsksDuringTheRefresh(String timeout) throws Exception {
        Latched.released.countDown();
        try (ConfigurableApplicationContext context = start(
                List.of(Application.class, Latched.class, AsksAtOnce.class),
                "fastmigrate.phase=gate",
                "fastmigrate.gate-timeout=" + timeout)) {
            assertThat(context.getBean("asked")).isEqualTo(2);
        }
    }

    @Test
    void gateFailsTheStartInsteadOfHangingWhenABeanAsksTooEarly() throws Exception {
        assertThatThrownBy(() -> start(
                        List.of(Application.class, Latched.class, AsksAtOnce.class),
                        "fastmigrate.phase=gate",
                        "fastmigrate.gate-timeout=2s"))
                .hasRootCauseInstanceOf(DatabaseNotReadyException.class)
                .rootCause()
                .hasMessageContaining("during the context refresh")
                .hasMessageContaining("0002-latched.java");
        assertThat(workspace.version()).as("the migration was interrupted").isEqualTo(1);
        assertThat(workspace.query("SELECT count(*) FROM note")).isEqualTo("1");
    }

    @Test
    void gateMigratesTheApplicationsOwnDataSourceThroughItself() throws Exception {
        Latched.released.countDown();
        try (ConfigurableApplicationContext context = SpringApplicationOf.start(
                List.of(Application.class, Latched.class),
                "fastmigrate.phase=gate",
                "fastmigrate.migrations=" + workspace.scripts(),
                "spring.datasource.url=jdbc:sqlite::memory:",
                "spring.datasource.hikari.maximum-pool-size=1")) {
            assertThat(notes(context)).isEqualTo(2);
        }
    }

    @Test
    void gateLetsABeanWaitThatAsksForTheApplicationsOwnDataSourceBeforeAnythingElse() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Latched.released.countDown();
        try (ConfigurableApplicationContext context = SpringApplicationOf.start(
                List.of(AsksAtOnce.class, Application.class, Latched.class),
                "fastmigrate.phase=gate",
                "fastmigrate.migrations=" + workspace.scripts(),
                "spring.datasource.url=jdbc:sqlite:" + workspace.db())) {
            assertThat(context.getBean("asked")).isEqualTo(2);
        }
    }

    private void migrate() {
        FastMigrate database = FastMigrate.sqlite(workspace.db())
                .migrations(workspace.scripts())
                .build();
        database.create();
        database.migrate();
    }

    private static HealthFacts health(ApplicationContext context) {
        return Objects.requireNonNull(context.getBean(Standings.class).health().get("fastMigrate"))
                .get();
    }

    private static ApplicationAvailability availability(ApplicationContext context) {
        return context.getBean(ApplicationAvailability.class);
    }

    private static int notes(ApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM note")
                .query(Integer.class)
                .single();
    }

    private ConfigurableApplicationContext start(List<Class<?>> sources, String... properties) {
        return SpringApplicationOf.start(
                sources,
                Stream.concat(Stream.of(workspace.properties()), Stream.of(properties))
                        .toArray(String[]::new));
    }

    /** Starts an application in this JVM. */
    static final class SpringApplicationOf {

        private SpringApplicationOf() {}

        static ConfigurableApplicationContext start(List<Class<?>> sources, String... properties) {
            SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setRegisterShutdownHook(false);
            return application.run(
                    Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
    static class Application {}

    /** Tells when the context is refreshed, and what a runner meets. */
    @Configuration(proxyBeanMethods = false)
    static class Looks {

        private static final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private static volatile CountDownLatch seen = new CountDownLatch(1);
        private static volatile @Nullable ConfigurableApplicationContext context;

        final List<String> notes = new CopyOnWriteArrayList<>();

        static ConfigurableApplicationContext refreshed() throws InterruptedException {
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            seen = new CountDownLatch(1);
            ConfigurableApplicationContext now = context;
            if (now == null) {
                throw new AssertionError("no context");
            }
            return now;
        }

        @EventListener
        void refreshed(ContextRefreshedEvent event) {
            notes.add("refreshed: " + exists(event.getApplicationContext()));
            context = (ConfigurableApplicationContext) event.getApplicationContext();
            seen.countDown();
        }

        @Bean
        ApplicationRunner second(ApplicationContext context) {
            return arguments -> notes.add("runner: " + exists(context));
        }

        private static boolean exists(ApplicationContext context) {
            return Files.exists(Path.of(context.getEnvironment().getRequiredProperty("fastmigrate.db")));
        }
    }

    /** A migration that waits to be released. */
    @Configuration(proxyBeanMethods = false)
    static class Latched {

        static CountDownLatch entered = new CountDownLatch(1);
        static CountDownLatch released = new CountDownLatch(1);

        @Bean
        JavaMigration latch() {
            return new JavaMigration() {
                @Override
                public Version version() {
                    return new Version(2);
                }

                @Override
                public String description() {
                    return "latched";
                }

                @Override
                public void migrate(Connection connection) throws Exception {
                    entered.countDown();
                    released.await();
                    connection.createStatement().execute("INSERT INTO note (text) VALUES ('by Java')");
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AsksAtOnce {

        @Bean
        Integer asked(DataSource dataSource) {
            return JdbcClient.create(dataSource)
                    .sql("SELECT count(*) FROM note")
                    .query(Integer.class)
                    .single();
        }
    }
}

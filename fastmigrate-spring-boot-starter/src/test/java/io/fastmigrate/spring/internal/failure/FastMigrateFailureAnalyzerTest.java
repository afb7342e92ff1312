package io.fastmigrate.spring.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.spring.Workspace;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class FastMigrateFailureAnalyzerTest {

    private static final Version ONE = new Version(1);
    private static final Script SCRIPT = Bridge.values()
            .scriptOfResource(
                    new Version(2),
                    "0002-x.sql",
                    Script.Kind.SQL,
                    "classpath:migrations/0002-x.sql",
                    () -> new ByteArrayInputStream(new byte[0]));
    private static final HistoryEntry ENTRY = HistoryEntry.of(
                    Version.ZERO, ONE, "0001-a.sql", Script.Kind.SQL, "00", Instant.EPOCH)
            .withTook(Duration.ZERO)
            .withAppliedBy("me");
    private static final Report REPORT =
            Bridge.values().report(Version.ZERO, ONE, List.of(ENTRY), Optional.empty(), Duration.ZERO, List.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("errors")
    void saysWhatHappenedAndWhatToDo(FastMigrateException error) {
        BeanCreationException wrapped = new BeanCreationException(
                "outer", new IllegalStateException(new BeanCreationException("inner", error)));

        FailureAnalysis analysis = new FastMigrateFailureAnalyzer(new StandardEnvironment()).analyze(wrapped);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(String.valueOf(error.getMessage()));
        assertThat(analysis.getAction()).isEqualTo(error.advice());
        assertThat(analysis.getCause()).isSameAs(error);
    }

    @Test
    void knowsEveryError() {
        assertThat(errors().map(Object::getClass))
                .containsExactlyInAnyOrder(FastMigrateException.class.getPermittedSubclasses());
    }

    @Test
    void endsTheStartOfAnApplicationWithTheAnalysisOfAFailingScript(CapturedOutput output) throws Exception {
        Workspace workspace =
                Workspace.in(folder).script("0002-broken.sql", "SELECT 1;\nINSERT INTO nowhere VALUES (1);\n");

        assertThatThrownBy(() -> start(workspace.properties())).hasStackTraceContaining("ScriptFailedException");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The database could not be migrated.")
                .contains("0002-broken.sql:2:13")
                .contains("nowhere")
                .contains("Action:");
    }

    @Test
    void explainsAStartWithoutAnyDatabase(CapturedOutput output) throws Exception {
        Workspace workspace = Workspace.in(folder);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new FilteredClassLoader("org.h2"));
        try {
            assertThatThrownBy(() -> start("fastmigrate.migrations=" + workspace.scripts()))
                    .isInstanceOf(Exception.class);
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("There is no database to migrate")
                .contains("Set fastmigrate.db");
    }

    private static void start(String... properties) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new))
                .close();
    }

    private static FleetFailedException fleetFailed() {
        Fleet.Report.Outcome failed = Bridge.values()
                .outcome(
                        "b.db",
                        Fleet.Report.State.FAILED,
                        Optional.empty(),
                        Optional.of(Bridge.errors().databaseNotFound("b.db")));
        return catchThrowableOfType(
                FleetFailedException.class, Bridge.values().fleetReport(List.of(failed), Duration.ZERO)::orThrow);
    }

    static Stream<FastMigrateException> errors() {
        return Stream.of(
                Bridge.errors().backupFailed("m1", "Do 1.", null),
                Bridge.errors().changedScript(SCRIPT, ENTRY),
                Bridge.errors().databaseAhead("app.db", new Version(3), ONE),
                Bridge.errors().databaseBehind("app.db", ONE, List.of(SCRIPT)),
                Bridge.errors().databaseManaged("app.db", ONE),
                Bridge.errors().databaseNotFound("app.db"),
                Bridge.errors().databaseUnmanaged("app.db", "Enroll it."),
                Bridge.errors()
                        .databaseUnusable("app.db", DatabaseUnusableException.Problem.CORRUPT, "m2", "Do 2.", null),
                Bridge.errors().enrollFailed("m3", "Do 3.", null),
                fleetFailed(),
                Bridge.errors().invalidScript(List.of("0002-x.sql"), Script.Position.START, "m4", "Do 4."),
                InvalidSettingException.of("m5", "Do 5."),
                Bridge.errors().lateScript(SCRIPT, new Version(5), new Version(6)),
                Bridge.errors().lockTimeout("m6", Duration.ofSeconds(60), null, null),
                Bridge.errors().interruptedDuring(SCRIPT, "It was rolled back.", REPORT),
                Bridge.errors().migrationsNotFound("migrations", "m8", "Do 8.", null),
                Bridge.errors().rebuildFailed("m10", "Do 10.", null),
                Bridge.errors().scriptFailed(REPORT, SCRIPT, null, "m9", "Do 9.", null));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}

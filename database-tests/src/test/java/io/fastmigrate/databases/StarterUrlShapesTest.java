package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.MigrationFailedEvent;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Configuration;

/** A login in {@code fastmigrate.db} is told by no log, analysis, exception, event, endpoint and health of a start. */
@ExtendWith(OutputCaptureExtension.class)
class StarterUrlShapesTest {

    private static final String[] SECRETS = {"hush", "%68%75", "%68us"};

    @TempDir
    Path directory;

    static Stream<String> shapes() {
        return UrlShapesTest.shapes();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void tellNoLogin(String shape, CapturedOutput output) throws Exception {
        Path scripts = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(scripts.resolve("0001-a.sql"), "SELECT 1;");
        List<String> all = UrlShapesTest.written(
                shape.replace("/nowhere", directory.resolve("nowhere").toString()));
        for (String url : List.of(all.get(0), all.get(all.size() - 1))) {
            assertThat(start(url, scripts, "early") + output.getAll()).as(url).doesNotContain(SECRETS);
        }
        String other = all.get(all.size() / 2);
        assertThat(start(other, scripts, "runner") + output.getAll()).as(other).doesNotContain(SECRETS);
    }

    /** A start whose runner fails tells what a process that serves tells: endpoint and health are there. */
    @Test
    void listensToWhatFailsAndToWhatIsMigrated(CapturedOutput output) throws Exception {
        Path scripts = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(scripts.resolve("0001-a.sql"), "SELECT 1;");
        assertThat(start("jdbc:mariadb://ada:hush@localhost:1/db", scripts, "runner"))
                .contains("MigrationFailedEvent[", "state=ERROR", "Problem[type=DatabaseUnusableException", "DOWN");
        assertThat(start("jdbc:h2:mem:told;DB_CLOSE_DELAY=-1;USER=ada;PASSWORD=hush", scripts, "early"))
                .contains("MigrationFinishedEvent[", "state=UP_TO_DATE", "UP {");
        assertThat(output.getAll()).contains("INFO io.fastmigrate");
    }

    private static String start(String url, Path scripts, String phase) {
        Told told = new Told();
        SpringApplication application = new SpringApplication(Plain.class);
        application.setRegisterShutdownHook(false);
        application.addListeners(told);
        try (ConfigurableApplicationContext context = application.run(
                "--fastmigrate.db=" + url,
                "--fastmigrate.migrations=" + scripts,
                "--fastmigrate.connect-timeout=0",
                "--fastmigrate.phase=" + phase,
                "--management.endpoints.web.exposure.include=fastmigrate",
                "--management.endpoint.fastmigrate.show-paths=always",
                "--management.endpoint.fastmigrate.show-details=always",
                "--spring.main.banner-mode=off",
                "--logging.level.io.fastmigrate=trace")) {
            told.look(context);
        } catch (RuntimeException e) {
            told.add(e);
        }
        return told.toString();
    }

    /** Keeps what an application is told of, and what it is answered while it is told. */
    private static final class Told implements ApplicationListener<PayloadApplicationEvent<?>> {

        private final StringWriter text = new StringWriter();

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<?> event) {
            text.append(String.valueOf(event.getPayload())).append('\n');
            if (event.getPayload() instanceof MigrationFailedEvent failed) {
                add(failed.error());
            }
            if (((ConfigurableApplicationContext) event.getSource()).isActive()) {
                look((ConfigurableApplicationContext) event.getSource());
            }
        }

        void look(ConfigurableApplicationContext context) {
            text.append(String.valueOf(context.getBean("fastMigrate"))).append('\n');
            FastMigrateEndpoint.MigrationsDescriptor answer =
                    context.getBean(FastMigrateEndpoint.class).databases();
            text.append(String.valueOf(answer)).append('\n');
            HealthIndicator health = context.getBean("fastmigrateHealthContributor", HealthIndicator.class);
            text.append(String.valueOf(health.health())).append('\n');
        }

        void add(Throwable failure) {
            failure.printStackTrace(new PrintWriter(text, true));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}
}

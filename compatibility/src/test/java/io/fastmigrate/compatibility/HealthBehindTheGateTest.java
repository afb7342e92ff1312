package io.fastmigrate.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.spring.FastMigrateDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who asks for the health while a migration runs gets an answer, however long others wait for a connection. */
@Timeout(60)
class HealthBehindTheGateTest {

    /** Asks for a connection in the refresh, which then ends after the migration. */
    private static final String HIBERNATE =
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                    + "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration";

    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @Test
    void theDatabaseIsDownAndNoOneWaits() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        SpringApplication application = new SpringApplication(Slow.class);
        application.setRegisterShutdownHook(false);
        application.addListeners((ApplicationListener<ApplicationStartedEvent>) event -> started.countDown());
        AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();
        application.addInitializers(context::set);
        Thread main = new Thread(() -> application.run(
                "--server.port=0",
                "--spring.autoconfigure.exclude=" + HIBERNATE,
                "--spring.data.jpa.repositories.enabled=false",
                "--spring.data.jdbc.repositories.enabled=false",
                "--fastmigrate.db=" + directory.resolve("app.db"),
                "--fastmigrate.databases.audit.db=" + directory.resolve("audit.db"),
                "--fastmigrate.phase=gate",
                "--fastmigrate.gate-timeout=1h"));
        main.start();
        started.await();
        assertThat(get(context.get(), "/actuator/health/db"))
                .contains("\"dataSource\":{", "audit", "\"status\":\"DOWN\"", "CannotGetJdbcConnectionException")
                .doesNotContain("UP");
        assertThat(get(context.get(), "/actuator/health")).contains("\"db\":{", "0004-slow.java");

        GO_ON.countDown();
        main.join();
        assertThat(get(context.get(), "/actuator/health")).contains("\"db\":{").doesNotContain("DOWN");
        context.get().close();
    }

    private static String get(ConfigurableApplicationContext context, String path) throws Exception {
        URI uri = URI.create(
                "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Slow {

        @Bean
        @FastMigrateDatabase(FastMigrateDatabase.DEFAULT)
        JavaMigration slow() {
            return new JavaMigration() {
                @Override
                public Version version() {
                    return new Version(4);
                }

                @Override
                public String description() {
                    return "slow";
                }

                @Override
                public void migrate(Connection connection) throws InterruptedException {
                    GO_ON.await();
                }
            };
        }
    }
}

package io.fastmigrate.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.process.ApplicationProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

/** The application as a process, with nothing but a line that names its database. */
class StartTest {

    @TempDir
    private Path directory;

    private ApplicationProcess start(String... arguments) throws IOException {
        return ApplicationProcess.start(directory, Application.class, arguments);
    }

    @Test
    void runsOnTheSpringBootThatIsMeant() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("boot.version"));
    }

    @Test
    void everythingMeetsTheMigratedSchema() throws Exception {
        try (ApplicationProcess application = start()) {
            assertThat(application.output())
                    .contains("migrated from version 0 to 4")
                    .contains("PostConstruct met pages 474")
                    .contains("The runner met 2 books")
                    .doesNotContain("WARN");
            assertThat(application.get("/books").body()).contains("Walden", "Emma");
            assertThat(application.get("/actuator/fastmigrate").body())
                    .contains("\"state\":\"UP_TO_DATE\"", "\"version\":4", "0003-pages.sql", "0004-add-emma.java");
        }
        assertThat(directory.resolve("data/app.db")).isRegularFile();
    }

    @Test
    void actuatorTellsAllOfIt() throws Exception {
        try (ApplicationProcess application = start()) {
            assertThat(application.get("/actuator/health/fastmigrate").body())
                    .contains("\"status\":\"UP\"", "\"state\":\"UP_TO_DATE\"", "\"version\":4", "\"pending\":0");
            assertThat(application.get("/actuator/health").body()).contains("\"fastmigrate\":{");
            assertThat(application.get("/actuator/info").body())
                    .contains("\"fastmigrate\":{\"fastMigrate\":{\"state\":\"UP_TO_DATE\",\"version\":4,\"target\":4}}");
            assertThat(application.get("/actuator/metrics/fastmigrate.version").body())
                    .contains("\"value\":4.0");
            assertThat(application.get("/actuator/metrics/fastmigrate.pending").body())
                    .contains("\"value\":0.0");
            assertThat(application.get("/actuator/metrics/fastmigrate.migration").body())
                    .contains("\"statistic\":\"COUNT\",\"value\":4.0", "\"outcome\"");
            assertThat(application.get("/actuator/metrics/fastmigrate.run").body())
                    .contains("\"statistic\":\"COUNT\",\"value\":1.0");
            assertThat(application.get("/actuator/fastmigrate/fastMigrate").body())
                    .contains("\"outcome\":\"MIGRATED\"", "\"from\":0", "\"to\":4");
            assertThat(application.get("/actuator/fastmigrate/other").statusCode())
                    .isEqualTo(404);
            assertThat(application.output())
                    .contains("Event: started fastMigrate", "Event: finished fastMigrate with 2 books");
        }
    }

    @Test
    void healthCanBeSwitchedOff() throws Exception {
        try (ApplicationProcess application = start("--management.health.fastmigrate.enabled=false")) {
            assertThat(application.get("/actuator/health").body()).contains("\"status\":\"UP\"").doesNotContain("fastmigrate");
        }
    }

    @Test
    void namedDatabasesAndTenantsAreShownEach() throws Exception {
        Files.createDirectory(directory.resolve("tenants"));
        Files.createDirectory(directory.resolve("scripts"));
        Files.writeString(directory.resolve("scripts/0001-event.sql"), "CREATE TABLE event (id INTEGER PRIMARY KEY);");
        FastMigrate.sqlite(directory.resolve("tenants/acme.db")).build().create();
        try (ApplicationProcess application = start(
                "--fastmigrate.databases.audit.db=audit.db",
                "--fastmigrate.databases.audit.migrations=scripts",
                "--fastmigrate.tenants.db=tenants/*.db",
                "--fastmigrate.tenants.migrations=scripts")) {
            assertThat(application.get("/actuator/health/fastmigrate/audit").body())
                    .contains("\"status\":\"UP\"", "\"version\":1");
            assertThat(application.get("/actuator/health/fastmigrate/tenants").body())
                    .contains("\"status\":\"UP\"", "\"migrated\":1");
            assertThat(application.get("/actuator/info").body())
                    .contains("\"audit\":{\"state\":\"UP_TO_DATE\",\"version\":1", "\"tenants\":{\"state\":\"UP_TO_DATE\"");
            assertThat(application.get("/actuator/metrics/fastmigrate.tenants").body())
                    .contains("\"values\":[");
        }
    }

    @Test
    void theGateOpensAndTheApplicationIsReady() throws Exception {
        try (ApplicationProcess application = start(
                "--fastmigrate.phase=gate", "--spring.main.lazy-initialization=true")) {
            assertThat(application.output()).contains("migrated from version 0 to 4", "The runner met 2 books");
            assertThat(application.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
            assertThat(application.get("/books").body()).contains("Emma");
        }
    }

    @Test
    void verifyRefusesPendingScripts() throws Exception {
        try (ApplicationProcess application = start("--fastmigrate.phase=verify")) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.output()).contains("APPLICATION FAILED TO START");
        }
        assertThat(directory.resolve("data/app.db")).doesNotExist();
    }

    @Test
    void everythingDoesInALazyApplicationToo() throws Exception {
        try (ApplicationProcess application = start("--spring.main.lazy-initialization=true")) {
            assertThat(application.output()).contains("migrated from version 0 to 4", "The runner met 2 books");
            assertThat(application.get("/books").body()).contains("Emma");
        }
    }

    @Test
    void migratesADataSourceOfTheApplication() throws Exception {
        try (ApplicationProcess application = start(
                "--fastmigrate.db=", "--spring.datasource.url=jdbc:sqlite:own.db")) {
            assertThat(application.output()).contains("migrated from version 0 to 4");
            assertThat(application.get("/books").body()).contains("Emma");
        }
        assertThat(directory.resolve("own.db")).isRegularFile();
    }

    @Test
    void aFailureStopsTheStartWithItsAnalysis() throws Exception {
        Files.createDirectory(directory.resolve("scripts"));
        Files.writeString(directory.resolve("scripts/0001-mistake.sql"), "INSERT INTO nowhere VALUES (1);");
        try (ApplicationProcess application = start("--fastmigrate.migrations=scripts")) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.output())
                    .contains("APPLICATION FAILED TO START", "0001-mistake.sql:1:13: no such table: nowhere", "Action:");
        }
    }

    @Test
    void aMissingDatabaseIsExplained() throws Exception {
        try (ApplicationProcess application = start("--fastmigrate.db=")) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.output())
                    .contains("There is no database to migrate: fastmigrate.db is not set");
        }
    }
}

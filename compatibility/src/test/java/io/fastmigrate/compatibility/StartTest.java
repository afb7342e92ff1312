package io.fastmigrate.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

/** The application as a process, with nothing but a line that names its database. */
class StartTest {

    @TempDir
    private Path directory;

    @Test
    void runsOnTheSpringBootThatIsMeant() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("boot.version"));
    }

    @Test
    void everythingMeetsTheMigratedSchema() throws Exception {
        try (ApplicationProcess application = ApplicationProcess.start(directory)) {
            assertThat(application.output())
                    .contains("migrated from version 0 to 4")
                    .contains("PostConstruct met pages 474")
                    .contains("The runner met 2 books")
                    .doesNotContain("WARN");
            assertThat(application.get("/books").body()).contains("Walden", "Emma");
            assertThat(application.get("/actuator/fastmigrate").body())
                    .contains("\"state\":\"UP_TO_DATE\"", "\"version\":4", "0003-pages.sql", "0004-add-emma.java");
            assertThat(application.get("/actuator/health").body()).contains("\"status\":\"UP\"");
        }
        assertThat(directory.resolve("data/app.db")).isRegularFile();
    }

    @Test
    void everythingDoesInALazyApplicationToo() throws Exception {
        try (ApplicationProcess application =
                ApplicationProcess.start(directory, "--spring.main.lazy-initialization=true")) {
            assertThat(application.output()).contains("migrated from version 0 to 4", "The runner met 2 books");
            assertThat(application.get("/books").body()).contains("Emma");
        }
    }

    @Test
    void migratesADataSourceOfTheApplication() throws Exception {
        try (ApplicationProcess application = ApplicationProcess.start(
                directory, "--fastmigrate.db=", "--spring.datasource.url=jdbc:sqlite:own.db")) {
            assertThat(application.output()).contains("migrated from version 0 to 4");
            assertThat(application.get("/books").body()).contains("Emma");
        }
        assertThat(directory.resolve("own.db")).isRegularFile();
    }

    @Test
    void aFailureStopsTheStartWithItsAnalysis() throws Exception {
        Files.createDirectory(directory.resolve("scripts"));
        Files.writeString(directory.resolve("scripts/0001-mistake.sql"), "INSERT INTO nowhere VALUES (1);");
        try (ApplicationProcess application =
                ApplicationProcess.start(directory, "--fastmigrate.migrations=scripts")) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.output())
                    .contains("APPLICATION FAILED TO START", "0001-mistake.sql:1:13: no such table: nowhere", "Action:");
        }
    }

    @Test
    void aMissingDatabaseIsExplained() throws Exception {
        try (ApplicationProcess application = ApplicationProcess.start(directory, "--fastmigrate.db=")) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.output())
                    .contains("There is no database to migrate: fastmigrate.db is not set");
        }
    }
}

package io.fastmigrate.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.process.ApplicationProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

class NamedTest {

    @TempDir
    private Path directory;

    @Test
    void runsOnTheSpringBootThatIsMeant() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("boot.version"));
    }

    @Test
    void jpaNamedDatabasesAndTenantsMeetTheirSchemas() throws Exception {
        Files.createDirectory(directory.resolve("tenants"));
        FastMigrate.sqlite(directory.resolve("tenants/acme.db")).build().create();
        FastMigrate.sqlite(directory.resolve("tenants/wayne.db")).build().create();
        try (ApplicationProcess application = ApplicationProcess.start(directory, NamedApplication.class)) {
            assertThat(application.output())
                    .contains("The runner met 1 readers", "Tenants' databases: 2 migrated")
                    .doesNotContain("WARN");
            assertThat(application.get("/facts").body())
                    .contains(
                            "\"own\":\"reader MANAGED foreign_keys=1 busy_timeout=5000\"",
                            "\"catalog\":\"product MANAGED foreign_keys=1 busy_timeout=5000\"",
                            "\"audit\":\"event MANAGED foreign_keys=1 busy_timeout=5000\"",
                            "\"tenants\":2",
                            "5000000001 Jane 1815-12-23 0d8f5e0e-4a7c-4c50-9d3d-2d8c3b1a9f00 true");
        }
    }
}

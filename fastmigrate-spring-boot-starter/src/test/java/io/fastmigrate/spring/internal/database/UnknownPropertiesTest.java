package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindException;

/** A property that no version, or only a later one, knows stops no start: so it is everywhere in Spring Boot. */
class UnknownPropertiesTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeScripts() throws Exception {
        workspace = Workspace.in(folder);
        Files.createDirectories(folder.resolve("tenants"));
        FastMigrate.sqlite(folder.resolve("tenants/one.db")).build().create();
    }

    @Test
    void areTolerated() {
        workspace
                .runner()
                .withPropertyValues(
                        "fastmigrate.no-such=1",
                        "fastmigrate.no.such.list[0]=1",
                        "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"),
                        "fastmigrate.databases.audit.no-such=1",
                        "fastmigrate.databases.audit.connection.no-such.thing=1",
                        "fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*.db",
                        "fastmigrate.tenants.no-such=1",
                        "fastmigrate.tenants.no-such-map.a.b=1",
                        "management.endpoint.fastmigrate.no-such=1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBeansOfType(FastMigrate.class)).hasSize(2);
                    assertThat(context.getBean(TenantMigrations.class).report().isComplete())
                            .isTrue();
                });
    }

    @Test
    void aWrongValueOfAKnownOneIsRefusedBesideThem() {
        workspace
                .runner()
                .withPropertyValues("fastmigrate.no-such=1", "fastmigrate.late-scripts=perhaps")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining(BindException.class.getName())
                        .hasStackTraceContaining("fastmigrate.late-scripts"));
    }
}

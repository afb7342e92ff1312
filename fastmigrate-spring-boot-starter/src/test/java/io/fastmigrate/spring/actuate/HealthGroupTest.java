package io.fastmigrate.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.Workspace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A health group that includes {@code fastmigrate}, as the guide has it, stops no start. */
class HealthGroupTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    private ConfigurableApplicationContext start(String... more) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(Stream.concat(Stream.of(workspace.properties()), Stream.of(more))
                        .toArray(String[]::new))
                .properties(
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoints.web.exposure.include=health",
                        "management.endpoint.health.group.readiness.include=readinessState,fastmigrate",
                        "management.endpoint.health.group.alone.include=fastmigrate")
                .run();
    }

    private static Status status(ConfigurableApplicationContext context, String group) {
        HealthDescriptor health = context.getBean(HealthEndpoint.class).healthForPath(group);
        return Objects.requireNonNull(health).getStatus();
    }

    @Test
    void tellsOfTheDatabase() {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(status(context, "readiness")).isEqualTo(Status.UP);
            assertThat(status(context, "alone")).isEqualTo(Status.UP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fastmigrate.enabled=false", "fastmigrate.enabled=off"})
    void startsWhereNothingIsMigratedAndClaimsNothing(String off) {
        try (ConfigurableApplicationContext context = start(off)) {
            assertThat(workspace.db()).doesNotExist();
            assertThat(status(context, "readiness")).isEqualTo(Status.UP);
            assertThat(status(context, "alone")).isEqualTo(Status.UNKNOWN);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration( // JPA needs the database
            exclude = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
    static class Application {}
}

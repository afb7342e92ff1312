package io.fastmigrate.spring.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.spring.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** Hibernate asks for a connection during the refresh, and does not tell why it got none. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HibernateBehindTheGateTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
        MigrationPhaseTest.Latched.released = new CountDownLatch(1);
    }

    @Test
    void gateExplainsTheStartThatHibernateCannotGoOnWith(CapturedOutput output) {
        assertThatThrownBy(() -> start(
                        List.of(Application.class, MigrationPhaseTest.Latched.class),
                        "fastmigrate.phase=gate",
                        "fastmigrate.gate-timeout=1s"))
                .isInstanceOf(Exception.class);
        assertThat(output).contains("APPLICATION FAILED TO START", "during the context refresh", "Make the bean lazy");
    }

    @Test
    void gateExplainsAFailureThatHibernateKeepsToItself(CapturedOutput output) throws Exception {
        workspace.script("0002-broken.sql", "INSERT INTO nowhere VALUES (1);");
        assertThatThrownBy(() -> start(List.of(Application.class), "fastmigrate.phase=gate"))
                .isInstanceOf(Exception.class);
        assertThat(output).contains("APPLICATION FAILED TO START", "0002-broken.sql:1:13", "nowhere");
    }

    private void start(List<Class<?>> sources, String... properties) {
        MigrationPhaseTest.SpringApplicationOf.start(
                        sources,
                        Stream.concat(Stream.of(workspace.properties()), Stream.of(properties))
                                .toArray(String[]::new))
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}

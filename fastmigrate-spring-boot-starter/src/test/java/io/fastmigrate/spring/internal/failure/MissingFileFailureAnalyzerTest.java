package io.fastmigrate.spring.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** As the initializers of Spring Batch and Spring Session do: a bean asks for a connection while the context starts. */
class MissingFileFailureAnalyzerTest {

    @TempDir
    Path folder;

    private Environment environment = new StandardEnvironment();

    private @Nullable FailureAnalysis analysisOf(String... properties) throws Exception {
        Workspace workspace = Workspace.in(folder);
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        workspace
                .runner()
                .withInitializer(context -> environment = context.getEnvironment())
                .withUserConfiguration(Eager.class)
                .withPropertyValues(properties)
                .run(context -> {
                    assertThat(context).hasFailed();
                    analysis[0] = new MissingFileFailureAnalyzer(environment)
                            .analyze(Objects.requireNonNull(context.getStartupFailure()));
                });
        assertThat(workspace.db()).doesNotExist();
        return analysis[0];
    }

    @Test
    void explainsAConnectionBeforeThePhaseRunner() throws Exception {
        FailureAnalysis analysis = analysisOf("fastmigrate.phase=runner");

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("app.db, which does not exist", "the phase runner");
        assertThat(analysis.getAction()).contains("Set fastmigrate.phase to early");
    }

    @Test
    void explainsAConnectionWhereNothingCreatesTheFile() throws Exception {
        FailureAnalysis analysis = analysisOf("fastmigrate.enabled=false");

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("app.db, which does not exist", "fastmigrate.enabled is false");
    }

    @Test
    void saysNothingWhereTheFileIsThere() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.createFile(folder.resolve("data/app.db"));
        Workspace.in(folder)
                .runner()
                .withInitializer(context -> environment = context.getEnvironment())
                .withUserConfiguration(Eager.class)
                .withPropertyValues("fastmigrate.phase=runner")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .satisfies(failure -> assertThat(new MissingFileFailureAnalyzer(environment).analyze(failure))
                                .isNull()));
    }

    @Configuration(proxyBeanMethods = false)
    static class Eager {

        @Bean
        InitializingBean eager(DataSource dataSource) {
            return () -> JdbcClient.create(dataSource)
                    .sql("SELECT count(*) FROM note")
                    .query(Integer.class)
                    .single();
        }
    }
}

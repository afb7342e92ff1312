package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application as a process that migrates and ends. */
class MigrateOnlyTest {

    /** Writes a file for each thing that must not happen. */
    private static final String BEANS = """
            package app;

            import jakarta.servlet.ServletContext;
            import java.io.IOException;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import org.springframework.boot.CommandLineRunner;
            import org.springframework.boot.context.event.ApplicationReadyEvent;
            import org.springframework.boot.web.server.context.WebServerInitializedEvent;
            import org.springframework.context.SmartLifecycle;
            import org.springframework.context.annotation.Bean;
            import org.springframework.context.annotation.Configuration;
            import org.springframework.context.event.EventListener;

            @Configuration(proxyBeanMethods = false)
            class Beans {

                static void tell(String what) {
                    try {
                        Files.writeString(Path.of(what + ".txt"), what);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Bean
                CommandLineRunner runner() {
                    return arguments -> tell("runner");
                }

                @Bean
                String pathOfTheServer(ServletContext context) {
                    tell("servlet");
                    return context.getContextPath();
                }

                @EventListener
                void ready(ApplicationReadyEvent event) {
                    tell("ready");
                }

                @EventListener
                void listens(WebServerInitializedEvent event) {
                    tell("server");
                }

                @Bean
                SmartLifecycle consumer() {
                    return new SmartLifecycle() {
                        @Override
                        public void start() {
                            tell("lifecycle");
                        }

                        @Override
                        public void stop() {
                            tell("lifecycle");
                        }

                        @Override
                        public boolean isRunning() {
                            return false;
                        }
                    };
                }
            }
            """;

    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void makeApplication() throws Exception {
        project = new Project(directory);
        project.addApplication();
        project.addSource("Beans", BEANS);
        project.addResource("migrations/0001-first.sql", "CREATE TABLE first (x TEXT);\n");
        project.addResource("migrations/repeatable/view.sql", "CREATE VIEW second AS SELECT x FROM first;\n");
        project.addResource("application.yml", """
                fastmigrate:
                  db: data/app.db
                  phase: verify
                spring.main.web-application-type: servlet
                """);
    }

    @Test
    void migratesAndEndsWithoutServerLifecycleAndRunner() throws Exception {
        project.compile();
        Project.Ended ended = project.run("app.Application", "--fastmigrate.migrate-only");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("fastmigrate.migrate-only").doesNotContain("Tomcat", "ERROR");
        assertThat(version()).isEqualTo(new Version(1));
        assertThat(ended.output()).contains("repeatable/view.sql");
        assertThat(directory).isDirectoryNotContaining("glob:**.txt");

        Project.Ended again = project.run(
                Map.of("FASTMIGRATE_MIGRATEONLY", "true"), List.of("-cp", project.classPath(), "app.Application"));
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).doesNotContain("repeatable/view.sql");
    }

    @Test
    void endsWithOneAndTheAnalysisOfTheFailure() throws Exception {
        project.addResource("migrations/0002-broken.sql", "INSERT INTO nowhere VALUES (1);\n");
        project.compile();
        Project.Ended ended = project.run("app.Application", "--fastmigrate.migrate-only=true");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("APPLICATION FAILED TO START", "0002-broken.sql:1:13", "no such table: nowhere");
        assertThat(version()).isEqualTo(new Version(1));
        assertThat(directory).isDirectoryNotContaining("glob:**.txt");
    }

    @Test
    void endsWithOneWhereATenantFails() throws Exception {
        FastMigrate.sqlite(directory.resolve("data/tenants/a.db")).build().create();
        project.add("data/tenants/b.db", "No database at all, but text that is longer than the header of one is.");
        project.compile();
        Project.Ended ended = project.run(
                "app.Application", "--fastmigrate.migrate-only", "--fastmigrate.tenants.db=data/tenants/*.db");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("APPLICATION FAILED TO START", "1 of 2", "b.db");
        assertThat(FastMigrate.sqlite(directory.resolve("data/tenants/a.db"))
                        .build()
                        .version())
                .isEqualTo(new Version(1));
    }

    @Test
    void refusesToMigrateNothing() throws Exception {
        project.compile();
        Project.Ended ended =
                project.run("app.Application", "--fastmigrate.migrate-only", "--fastmigrate.enabled=false");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("fastmigrate.migrate-only is true, but fastmigrate.enabled is false");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void migratesAndEndsWhenProcessedAheadOfTime() throws Exception {
        project.compile();
        project.processAheadOfTime();
        Project.Ended ended = project.run(
                Map.of(),
                List.of("-Dspring.aot.enabled=true", "-cp", project.classPath(), "app.Application"),
                "--fastmigrate.migrate-only");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(version()).isEqualTo(new Version(1));
        assertThat(directory).isDirectoryNotContaining("glob:**.txt");
    }

    @Test
    void doesNothingWhereItIsNotSet() throws Exception {
        project.compile();
        Project.Ended ended = project.run("app.Application", "--fastmigrate.phase=early");

        assertThat(ended.output()).contains("Tomcat");
        assertThat(directory.resolve("runner.txt")).exists();
    }

    private Version version() {
        return FastMigrate.sqlite(directory.resolve("data/app.db")).build().version();
    }
}

package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build file of docs/gradle.md, run by the Gradle of the machine on the command line as it was packed. */
class GradleIT {

    private static final String REQUIRED = "FASTMIGRATE_REQUIRE_GRADLE";

    @TempDir
    Path directory;

    private Path project;

    @BeforeEach
    void setUp() throws Exception {
        boolean present = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "gradle")));
        if (!"true".equals(System.getenv(REQUIRED))) {
            assumeTrue(present, "no Gradle is installed");
        }
        project = Files.createDirectory(directory.resolve("project"));
        Path repository = publishCommandLine();
        String build = Page.blocks(Page.text("gradle.md"), "groovy").get(0);
        assertThat(build).contains("fastmigrate-cli:" + UsersProject.version());
        Files.writeString(
                project.resolve("build.gradle"),
                build.replace(
                        "mavenCentral()",
                        "maven { url '%s' }\n    maven { url '%s' }"
                                .formatted(repository.toUri(), UsersProject.buildersRepository())));
        Files.writeString(project.resolve("settings.gradle"), "rootProject.name = 'books'\n");
        script("0001-create-books.sql", "CREATE TABLE books (title TEXT);\n");
    }

    private void script(String name, String text) throws IOException {
        Path scripts = Files.createDirectories(project.resolve("src/main/resources/migrations"));
        Files.writeString(scripts.resolve(name), text);
    }

    /** What this build has packed is not in any repository yet; the plugin's own modules are there. */
    private Path publishCommandLine() throws IOException {
        Path repository = Path.of(UsersProject.property("it.repository"));
        String version = UsersProject.version();
        for (String artifact :
                List.of("fastmigrate-cli", "fastmigrate-lint", "fastmigrate-report", "fastmigrate-schema")) {
            Path published = Files.createDirectories(
                    repository.resolve("io/fastmigrate").resolve(artifact).resolve(version));
            Path module = Path.of("..", artifact);
            String name = artifact + "-" + version;
            Files.copy(
                    module.resolve("target/" + name + ".jar"),
                    published.resolve(name + ".jar"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.copy(
                    module.resolve("pom.xml"), published.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        }
        return repository;
    }

    private UsersProject.Build gradle(String... arguments) throws Exception {
        String[] command = Stream.concat(
                        Stream.of(
                                "gradle",
                                "--no-daemon",
                                "--offline",
                                "-g",
                                directory.resolve("home").toString()),
                        Arrays.stream(arguments))
                .toArray(String[]::new);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new UsersProject.Build(process.waitFor(), output);
    }

    private int version(String db) {
        return FastMigrate.sqlite(project.resolve(db)).build().version().number();
    }

    @Test
    void migratesBeforeTheSourcesAreCompiled() throws Exception {
        UsersProject.Build build = gradle("compileJava");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version("build/books.db")).isOne();
        assertThat(build.output()).contains("Database version: 1 (was 0); 1 script applied");

        script("0002-broken.sql", "ALTER TABEL books;\n");
        UsersProject.Build failed = gradle("fastmigrateMigrate");
        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.output()).contains("0002-broken.sql:1:7", "The database is at version 1", "BUILD FAILED");
        assertThat(version("build/books.db")).isOne();

        UsersProject.Build status = gradle("fastmigrateStatus", "-Pdb=other.db");
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("there is no database");
    }
}

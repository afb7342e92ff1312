package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/maven.md: one command from a clone to generated classes. */
class JooqIT {

    @TempDir
    Path directory;

    @Test
    void generatesItsClassesFromAMigratedDatabase() throws Exception {
        JooqSample sample = new JooqSample(directory, "jOOQ on SQLite");

        UsersProject.Build build = sample.project().maven("generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        sample.requireGeneratedClasses();
    }

    /** Plugins run in the order of their phases first, so it does not matter which one the POM names first. */
    @Test
    void theOrderOfThePluginsDoesNotMatter() throws Exception {
        JooqSample sample = new JooqSample(directory, "jOOQ on SQLite");
        String pom = Page.blocks("maven.md", "jOOQ on SQLite", "xml").get(0);
        int first = pom.indexOf("      <plugin>");
        int second = pom.indexOf("      <plugin>", first + 1);
        int end = pom.indexOf("    </plugins>");
        sample.project()
                .file(
                        "pom.xml",
                        pom.substring(0, first)
                                + pom.substring(second, end)
                                + pom.substring(first, second)
                                + pom.substring(end));

        UsersProject.Build build = sample.project().maven("generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        sample.requireGeneratedClasses();
    }

    @Test
    void theFirstProjectOfThePageMigrates() throws Exception {
        UsersProject project = new UsersProject(directory)
                .file("pom.xml", Page.blocks(Page.text("maven.md"), "xml").get(0))
                .file("src/main/resources/migrations/0001-create-books.sql", "CREATE TABLE books (title TEXT);\n");

        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(FastMigrate.sqlite(directory.resolve("target/books.db"))
                        .build()
                        .version()
                        .number())
                .isOne();
    }
}

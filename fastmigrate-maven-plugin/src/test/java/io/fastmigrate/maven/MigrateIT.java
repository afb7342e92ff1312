package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals on a SQLite database, in builds by a real Maven. */
class MigrateIT {

    @TempDir
    Path directory;

    private UsersProject project;

    @BeforeEach
    void setUp() throws Exception {
        project = new UsersProject(directory)
                .pom("<db>target/app.db</db>")
                .file("src/main/resources/migrations/0001-books.sql", "CREATE TABLE books (title TEXT);\n")
                .file("src/main/resources/migrations/0002-pages.sql", "ALTER TABLE books ADD COLUMN pages INTEGER;\n");
    }

    private int version(String db) {
        return FastMigrate.sqlite(directory.resolve(db)).build().version().number();
    }

    @Test
    void createsAndMigratesTheDatabaseBeforeSourcesAreGenerated() throws Exception {
        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version("target/app.db")).isEqualTo(2);
        assertThat(build.lines())
                .hasSize(4)
                .contains("Created " + directory.resolve("target/app.db"))
                .anyMatch(line -> line.startsWith("Applied 0001-books.sql (atomic) in "))
                .anyMatch(line -> line.startsWith("Database version: 2 (was 0); 2 scripts applied in "));
    }

    @Test
    void showsStatusAndPlanAndVerifiesWithoutWriting() throws Exception {
        UsersProject.Build missing = project.goal("status");
        assertThat(missing.exitCode()).as(missing.output()).isZero();
        assertThat(missing.lines()).contains("State:      there is no database", "Pending:    0001-books.sql");
        assertThat(directory.resolve("target")).doesNotExist();

        FastMigrate.sqlite(directory.resolve("target/app.db")).build().create();
        UsersProject.Build plan = project.goal("plan");
        assertThat(plan.lines())
                .containsExactly(
                        "Database version: 0; 2 scripts would bring it to 2.",
                        "  0001-books.sql (atomic)",
                        "  0002-pages.sql (atomic)");
        UsersProject.Build verify = project.goal("verify");
        assertThat(verify.exitCode()).isOne();
        assertThat(verify.output()).contains("BUILD FAILURE", "0001-books.sql").doesNotContain("\tat ");
        assertThat(version("target/app.db")).isZero();
    }

    @Test
    void failsTheBuildWithPlaceAndAdviceAndWithoutStackTrace() throws Exception {
        project.file("src/main/resources/migrations/0003-broken.sql", "SELECT 1;\nALTER TABEL books;\n");

        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).isOne();
        assertThat(build.output())
                .contains("BUILD FAILURE", "0003-broken.sql:2:7", "The database is at version 2")
                .doesNotContain("\tat ", "Caused by");
        assertThat(version("target/app.db")).isEqualTo(2);
        UsersProject.Build explained = project.maven("-e", "generate-sources");
        assertThat(explained.output()).contains("Caused by: io.fastmigrate.error.ScriptFailedException");
    }
}

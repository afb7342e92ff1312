package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals lint, schema and drift, in builds by a real Maven. */
class ChecksIT {

    private static final String UNSAFE = "src/main/resources/migrations/0002-pages.sql";

    @TempDir
    Path directory;

    private UsersProject project;

    @BeforeEach
    void setUp() throws Exception {
        project = new UsersProject(directory)
                .pom("")
                .file(
                        "src/main/resources/migrations/0001-books.sql",
                        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);\n");
    }

    @Test
    void lintFailsTheBuildWithPlaceAndSafeWayAndWritesAReport() throws Exception {
        project.file(UNSAFE, "ALTER TABLE books ADD COLUMN pages INTEGER NOT NULL;\n");

        UsersProject.Build build = project.goal("lint", "-Dfastmigrate.lint-report=target/lint/report.sarif");

        assertThat(build.exitCode()).as(build.output()).isOne();
        assertThat(build.lines())
                .anyMatch(line -> line.startsWith(UNSAFE + ":1:") && line.contains(": error S6: "))
                .anyMatch(line -> line.startsWith("    The safe way: "))
                .contains("1 error, 0 warnings, 0 info in 2 scripts.");
        assertThat(build.output())
                .contains("BUILD FAILURE", "allow RULE because")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("target/lint/report.sarif")).content().contains("\"S6\"");
    }

    @Test
    void lintTakesLevelsOfThePomAndOfTheCommandLineAndPassesOverAppliedScripts() throws Exception {
        project.pom("<db>target/app.db</db><lintRules><S6>warning</S6></lintRules>");
        project.file(UNSAFE, "ALTER TABLE books ADD COLUMN pages INTEGER NOT NULL;\n");
        UsersProject.Build warned = project.goal("lint");
        assertThat(warned.exitCode()).as(warned.output()).isZero();
        assertThat(warned.lines()).anyMatch(line -> line.contains(": warning S6: "));

        UsersProject.Build unknown = project.goal("lint", "-Dfastmigrate.lint-rules.S6=never");
        assertThat(unknown.exitCode()).isOne();
        assertThat(unknown.output())
                .contains("The rule S6 has the level 'never'", "Write off, error, warning or info.");

        project.file(UNSAFE, "ALTER TABLE books ADD COLUMN pages INTEGER;\n");
        UsersProject.Build applied = project.maven(
                "generate-sources", "io.fastmigrate:fastmigrate-maven-plugin:" + UsersProject.version() + ":lint");
        assertThat(applied.exitCode()).as(applied.output()).isZero();
        assertThat(applied.lines()).contains("No findings in 0 scripts.");
    }

    @Test
    void schemaWritesTheFileAndChecksIt() throws Exception {
        UsersProject.Build written = project.goal("schema", "-Dfastmigrate.schema-file=db/schema.sql");
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(written.lines()).containsExactly("Wrote db/schema.sql");
        assertThat(directory.resolve("db/schema.sql")).content().contains("CREATE TABLE books");

        project.file("src/main/resources/migrations/0002-pages.sql", "CREATE INDEX title ON books (title);\n");
        UsersProject.Build stale =
                project.goal("schema", "-Dfastmigrate.schema-file=db/schema.sql", "-Dfastmigrate.check");
        assertThat(stale.exitCode()).isOne();
        assertThat(stale.lines()).contains("+CREATE INDEX title ON books (title);");
        assertThat(stale.output()).contains("db/schema.sql is stale");
        assertThat(Files.readString(directory.resolve("db/schema.sql"))).doesNotContain("CREATE INDEX");
    }

    @Test
    void driftNamesWhatWasChangedByHand() throws Exception {
        project.pom("<db>target/app.db</db>");
        String goal = "io.fastmigrate:fastmigrate-maven-plugin:" + UsersProject.version() + ":drift";
        UsersProject.Build none = project.maven("generate-sources", goal);
        assertThat(none.exitCode()).as(none.output()).isZero();
        assertThat(none.lines()).contains("No drift: the schema is what the scripts up to version 1 make.");

        byHand("CREATE INDEX by_hand ON books (title)");
        UsersProject.Build drifted = project.goal("drift");
        assertThat(drifted.exitCode()).isOne();
        assertThat(drifted.lines()).contains("added index by_hand", "  + CREATE INDEX by_hand ON books(title)");
        assertThat(drifted.output()).contains("1 object differs", "BUILD FAILURE");
    }

    private void byHand(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("target/app.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void driftWritesTheScriptThatEndsIt() throws Exception {
        project.pom("<db>target/app.db</db>");
        String goal = "io.fastmigrate:fastmigrate-maven-plugin:" + UsersProject.version() + ":drift";
        assertThat(project.maven("generate-sources", goal).exitCode()).isZero();
        byHand("CREATE TABLE kept (a)");

        UsersProject.Build careful = project.goal("drift", "-Dfastmigrate.fix");
        assertThat(careful.exitCode()).as(careful.output()).isOne();
        assertThat(careful.output()).contains("not complete", "the rows of kept", "allow-drops");
        assertThat(directory.resolve("target/undo-drift.sql")).content().contains("-- DROP TABLE IF EXISTS");

        UsersProject.Build adopted = project.goal("drift", "-Dfastmigrate.fix", "-Dfastmigrate.adopt");
        assertThat(adopted.exitCode()).as(adopted.output()).isZero();
        assertThat(directory.resolve("src/main/resources/migrations/0002-adopt-drift.sql"))
                .content()
                .contains("CREATE TABLE IF NOT EXISTS kept");
    }

    @Test
    void lintChangesPendingScripts() throws Exception {
        project.pom("<db>target/app.db</db>");
        String goal = "io.fastmigrate:fastmigrate-maven-plugin:" + UsersProject.version() + ":status";
        assertThat(project.maven("generate-sources", goal).exitCode()).isZero();
        project.file(UNSAFE, "CREATE TABLE pages (text TEXT DEFAULT \"none\");\n");

        UsersProject.Build shown = project.goal("lint", "-Dfastmigrate.fix", "-Dfastmigrate.dry-run");
        assertThat(shown.output()).contains("S12");
        assertThat(directory.resolve(UNSAFE)).content().contains("\"none\"");
        UsersProject.Build fixed = project.goal("lint", "-Dfastmigrate.fix");
        assertThat(fixed.exitCode()).as(fixed.output()).isZero();
        assertThat(directory.resolve(UNSAFE)).content().isEqualTo("CREATE TABLE pages (text TEXT DEFAULT 'none');\n");
    }
}

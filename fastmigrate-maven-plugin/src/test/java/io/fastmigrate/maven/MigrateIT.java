package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
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
        assertThat(directory.resolve("target/app.db")).doesNotExist();

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

    @Test
    void runsScriptsUpToTheTarget() throws Exception {
        UsersProject.Build build = project.maven("generate-sources", "-Dfastmigrate.target=0001");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version("target/app.db")).isOne();
        assertThat(project.goal("status", "-Dfastmigrate.target=1").lines())
                .anySatisfy(line -> assertThat(line).startsWith("Not run:    0002-"))
                .contains("State:      up to date");
        UsersProject.Build none = project.goal("status", "-Dfastmigrate.target=first");
        assertThat(none.output()).contains("fastmigrate.target is not a number: first");
    }

    @Test
    void putsValuesOfThePomAndOfTheCommandLineIntoScripts() throws Exception {
        project.pom(
                        "<db>target/app.db</db><values><table>shelf</table><app_owner>the POM</app_owner><nothing/></values>")
                .file(
                        "src/main/resources/migrations/0003-shelf.sql",
                        "CREATE TABLE ${table} AS SELECT '${app_owner}${nothing}' AS owner; -- ${other}\n");

        UsersProject.Build build = project.maven("generate-sources", "-Dfastmigrate.values.app_owner=the command line");

        assertThat(build.exitCode()).as(build.output()).isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("target/app.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT owner FROM shelf")) {
            assertThat(rows.getString(1)).isEqualTo("the command line");
        }
        project.file("src/main/resources/migrations/0004-unknown.sql", "SELECT '${unknown}';\n");
        UsersProject.Build unknown = project.goal("plan");
        assertThat(unknown.exitCode()).isOne();
        assertThat(unknown.output()).contains("0004-unknown.sql:1:9", "unknown");
    }

    @Test
    void propertiesOfTheCommandLineReplaceWhatThePomSays() throws Exception {
        UsersProject.Build build = project.maven(
                "generate-sources",
                "-Dfastmigrate.db=copy.db",
                "-Dfastmigrate.history=false",
                "-Dfastmigrate.applied-by=ci");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version("copy.db")).isEqualTo(2);
        assertThat(directory.resolve("target/app.db")).doesNotExist();
        UsersProject.Build status = project.goal("status", "-Dfastmigrate.db=copy.db");
        assertThat(status.lines()).contains("State:      up to date").noneMatch(line -> line.startsWith("Applied:"));
        UsersProject.Build unknown = project.goal("status", "-Dfastmigrate.late-scripts=never");
        assertThat(unknown.exitCode()).isOne();
        assertThat(unknown.output())
                .contains(
                        "fastmigrate.late-scripts has the value never", "Set it to one of these: fail, warn, ignore.");
    }

    @Test
    void doesNothingWhereItIsSkippedAndRunsOffline() throws Exception {
        UsersProject.Build skipped = project.maven("generate-sources", "-Dfastmigrate.skip");
        assertThat(skipped.exitCode()).as(skipped.output()).isZero();
        assertThat(skipped.lines()).containsExactly("Skipped (fastmigrate.skip).");
        assertThat(directory.resolve("target/app.db")).doesNotExist();

        UsersProject.Build offline = project.maven("-o", "generate-sources");
        assertThat(offline.exitCode()).as(offline.output()).isZero();
        assertThat(version("target/app.db")).isEqualTo(2);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        project.pom("");
        UsersProject.Build noDatabase = project.maven("generate-sources");
        assertThat(noDatabase.exitCode()).isOne();
        assertThat(noDatabase.output()).contains("No database is configured (fastmigrate.db).", "Configure <db>");

        UsersProject.Build notCreated =
                project.maven("generate-sources", "-Dfastmigrate.db=app.db", "-Dfastmigrate.create=false");
        assertThat(notCreated.exitCode()).isOne();
        assertThat(notCreated.output()).contains(directory.resolve("app.db").toString());

        UsersProject.Build noScripts = project.maven(
                "generate-sources", "-Dfastmigrate.db=app.db", "-Dfastmigrate.migrations=classpath:db/gone");
        assertThat(noScripts.exitCode()).isOne();
        assertThat(noScripts.output())
                .contains(directory.resolve("src/main/resources/db/gone").toString());
        assertThat(directory.resolve("app.db")).doesNotExist();
    }

    @Test
    void rehearsesBacksUpAndWritesTheNextScript() throws Exception {
        FastMigrate.sqlite(directory.resolve("target/app.db")).build().create();
        UsersProject.Build rehearsal = project.goal("rehearse");
        assertThat(rehearsal.exitCode()).as(rehearsal.output()).isZero();
        assertThat(rehearsal.lines())
                .contains("Schema: table books added")
                .anyMatch(line -> line.startsWith("The rehearsal succeeded: 2 scripts would bring the database from"));
        assertThat(version("target/app.db")).isZero();

        UsersProject.Build backup = project.goal("backup");
        assertThat(backup.exitCode()).as(backup.output()).isZero();
        assertThat(FastMigrate.sqlite(directory.resolve("target/app.db"))
                        .build()
                        .backups())
                .singleElement()
                .satisfies(path -> assertThat(backup.lines()).contains("Database backup created: " + path));

        UsersProject.Build written = project.goal("new", "-Dfastmigrate.description=add-authors");
        Path script = directory.resolve("src/main/resources/migrations/0003-add-authors.sql");
        assertThat(written.lines()).containsExactly("Created " + script);
        assertThat(script).hasContent("-- 0003-add-authors.sql\n");
    }

    @Test
    void helpShowsGoalsAndTheParametersOfOne() throws Exception {
        UsersProject.Build help = project.goal("help", "-Ddetail=true", "-Dgoal=migrate");

        assertThat(help.exitCode()).as(help.output()).isZero();
        assertThat(help.output())
                .contains(
                        "Runs every pending script",
                        "lateScripts (Default: fail)",
                        "User property: fastmigrate.late-scripts");
    }
}

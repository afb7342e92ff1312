package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of several modules. */
class ModulesIT {

    private static final String SCRIPT = "src/main/resources/migrations/0001-books.sql";

    @TempDir
    Path directory;

    private UsersProject project;

    @BeforeEach
    void setUp() throws Exception {
        project = new UsersProject(directory)
                .file(
                        "pom.xml",
                        UsersProject.projectXml(
                                "root", "<modules><module>a</module><module>b</module><module>c</module></modules>"))
                .file("a/" + SCRIPT, "CREATE TABLE books (title TEXT);\n")
                .file("c/pom.xml", UsersProject.projectXml("c", ""));
    }

    private int version(String db) {
        return FastMigrate.sqlite(directory.resolve(db)).build().version().number();
    }

    @Test
    void eachModuleHasItsScriptsAndItsDatabase() throws Exception {
        project.module("a", "<db>target/app.db</db>");
        project.module("b", "<db>target/app.db</db><migrations><migration>sql</migration></migrations>");
        project.file("b/sql/0007-log.sql", "CREATE TABLE log (x TEXT);\n");

        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version("a/target/app.db")).isOne();
        assertThat(version("b/target/app.db")).isEqualTo(7);
    }

    /** One script takes long enough for the other module to wait for it. */
    @Test
    void twoModulesOnOneDatabaseAtTheSameTimeRunEachScriptOnce() throws Exception {
        String shared =
                "<db>../shared.db</db><migrations><migration>../a/src/main/resources/migrations</migration></migrations>";
        project.module("a", shared);
        project.module("b", shared);
        project.file(
                "a/src/main/resources/migrations/0002-many.sql",
                "CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
                        + " SELECT i FROM n;\n");

        UsersProject.Build build = project.maven("-T", "2", "generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(build.output()).doesNotContain("not marked as thread-safe");
        assertThat(version("shared.db")).isEqualTo(2);
        assertThat(build.lines())
                .filteredOn(line -> line.startsWith("Applied "))
                .hasSize(2);
        assertThat(build.lines())
                .filteredOn(line -> line.startsWith("Database version: 2"))
                .hasSize(2);
    }

    @Test
    void aGoalOfTheCommandLineRunsInTheModulesThatHaveThePlugin() throws Exception {
        project.module("a", "<db>target/app.db</db>");
        project.file("b/pom.xml", UsersProject.projectXml("b", ""));

        UsersProject.Build build = project.goal("migrate");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version("a/target/app.db")).isOne();
        assertThat(build.lines()).contains("Skipped: the POM of root does not have this plugin.");

        project.file("a/pom.xml", UsersProject.projectXml("a", ""));
        UsersProject.Build none = project.goal("migrate", "-Dfastmigrate.db=other.db");
        assertThat(none.exitCode()).isOne();
        assertThat(none.output()).contains("None of these 4 modules has the plugin", "Select the module with -pl");
        UsersProject.Build selected = project.goal("migrate", "-Dfastmigrate.db=other.db", "-pl", "a");
        assertThat(selected.exitCode()).as(selected.output()).isZero();
        assertThat(version("a/other.db")).isOne();
    }

    @Test
    void refusesAUrlThatIsAnotherDatabaseInAnotherDirectory() throws Exception {
        project.module("a", "<db>jdbc:sqlite:target/app.db</db>");
        project.module("b", "<db>x</db><skip>true</skip>");

        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).isOne();
        assertThat(build.output()).contains("jdbc:sqlite:target/app.db", "Write ${project.basedir}/ before the path");
    }
}

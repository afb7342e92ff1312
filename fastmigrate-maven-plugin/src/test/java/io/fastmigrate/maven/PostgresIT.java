package io.fastmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.DriverInfo;

/** Builds that migrate a PostgreSQL, whose driver is a dependency of the plugin. */
class PostgresIT {

    private static final String PASSWORD = "s3cret&Quoted";

    @TempDir
    static Path servers;

    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    @TempDir
    Path directory;

    private UsersProject project;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start(servers, PASSWORD);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void setUp() throws Exception {
        project = new UsersProject(directory);
    }

    private String pom(String database, String configuration) throws Exception {
        String url = server.createDatabase(database);
        project.file("src/main/resources/migrations/0001-books.sql", "CREATE TABLE books (title text);\n");
        project.pom(
                "<db>" + url + "</db>" + configuration,
                UsersProject.dependency("org.postgresql", "postgresql", DriverInfo.DRIVER_VERSION));
        return url;
    }

    private static int version(String url) {
        return FastMigrate.database(url)
                .username("ada")
                .password(PASSWORD)
                .build()
                .version()
                .number();
    }

    @Test
    void takesThePasswordFromAServerOfTheSettings() throws Exception {
        String url = pom("plain", "<server>books-db</server>");
        project.server("books-db", "ada", "s3cret&amp;Quoted");

        UsersProject.Build build = project.maven("-X", "generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version(url)).isOne();
        assertThat(build.output()).doesNotContain(PASSWORD);
    }

    /** Maven 4 encrypts by another program. */
    @Test
    @DisabledIfSystemProperty(named = "it.maven", matches = ".*maven-4.*")
    void takesAnEncryptedPasswordFromAServerOfTheSettings() throws Exception {
        String security = "-Dsettings.security=" + directory.resolve("settings-security.xml");
        String master = project.encrypted("--encrypt-master-password", "the master");
        project.file("settings-security.xml", "<settingsSecurity><master>" + master + "</master></settingsSecurity>");
        String url = pom("encrypted", "<server>books-db</server>");
        project.server("books-db", "ada", project.encrypted("--encrypt-password", PASSWORD, security));

        UsersProject.Build build = project.maven(security, "generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version(url)).isOne();

        Files.delete(directory.resolve("settings-security.xml"));
        UsersProject.Build withoutMaster = project.maven(security, "generate-sources");
        assertThat(withoutMaster.exitCode()).isOne();
        assertThat(withoutMaster.output())
                .contains("The password of the server books-db in settings.xml cannot be decrypted.");
    }

    @Test
    void takesUserAndPasswordFromTheEnvironment() throws Exception {
        String url = pom("environment", "");
        project.environment("FASTMIGRATE_DB_USER", "ada").environment("FASTMIGRATE_DB_PASSWORD", PASSWORD);

        UsersProject.Build build = project.maven("-X", "generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version(url)).isOne();
        assertThat(build.output()).doesNotContain(PASSWORD);
    }

    @Test
    void neverShowsAPasswordThatTheServerRejects() throws Exception {
        pom("rejected", "<username>ada</username><password>${db.password}</password>");

        UsersProject.Build build = project.maven("-e", "generate-sources", "-Ddb.password=wr0ng-one");

        assertThat(build.exitCode()).isOne();
        assertThat(build.output()).contains("rejected the login of user ada").doesNotContain("wr0ng-one");
        UsersProject.Build property = project.maven("-X", "generate-sources", "-Dfastmigrate.password=wr0ng-two");
        assertThat(property.output()).contains("rejected the login of user ada", "(not shown)");
        assertThat(property.lines()).noneMatch(line -> line.contains("wr0ng-two"));
    }

    @Test
    void namesTheServerThatTheSettingsDoNotHave() throws Exception {
        pom("unknown", "<server>elsewhere</server>");

        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).isOne();
        assertThat(build.output())
                .contains("settings.xml contains no server with the id elsewhere", "<server><id>elsewhere</id>");
    }

    /** Java looks for drivers once in the life of a JVM: in this build, for a plugin that does not have PostgreSQL's. */
    @Test
    void findsTheDriverOfEachModule() throws Exception {
        String url = server.createDatabase("modules");
        String driver = UsersProject.dependency("org.postgresql", "postgresql", DriverInfo.DRIVER_VERSION);
        project.file(
                        "pom.xml",
                        UsersProject.projectXml("root", "<modules><module>a</module><module>b</module></modules>"))
                .module("a", "<db>target/app.db</db>")
                .module("b", "<db>" + url + "</db><username>ada</username>", driver)
                .file("a/src/main/resources/migrations/0001-books.sql", "CREATE TABLE books (title text);\n")
                .file("b/src/main/resources/migrations/0002-books.sql", "CREATE TABLE books (title text);\n")
                .environment("FASTMIGRATE_DB_PASSWORD", PASSWORD);

        UsersProject.Build build = project.maven("generate-sources");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(version(url)).isEqualTo(2);
    }

    /** One command from a clone to generated classes, with the POM of the page. */
    @Test
    void jooqGeneratesItsClassesFromAMigratedDatabase() throws Exception {
        String url = server.createDatabase("jooq");
        JooqSample sample = new JooqSample(directory, "jOOQ on PostgreSQL");
        sample.project().environment("DB_PASSWORD", PASSWORD);

        UsersProject.Build build = sample.project().maven("generate-sources", "-Ddb.url=" + url, "-Ddb.user=ada");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(build.output()).doesNotContain(PASSWORD);
        sample.requireGeneratedClasses();
    }
}

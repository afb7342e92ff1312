package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfigurationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** {@code fastmigrate.migrations} is a list, as {@code spring.flyway.locations} is one. */
class ScriptLocationsTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeTwoPlaces() throws Exception {
        workspace = Workspace.in(folder);
        script("own/sqlite", "0002-own.sql");
    }

    private void script(String place, String name) throws IOException {
        Files.createDirectories(folder.resolve(place));
        Files.writeString(folder.resolve(place).resolve(name), "CREATE TABLE another (x INTEGER);");
    }

    private ApplicationContextRunner db() {
        return Workspace.bare().withPropertyValues("fastmigrate.db=" + workspace.db());
    }

    private static List<String> scripts(ApplicationContext context, String bean) {
        return context.getBean(bean, FastMigrate.class).scripts().stream()
                .map(Script::fileName)
                .toList();
    }

    private String both(String separator) {
        return workspace.scripts() + separator + "file:" + folder + "/own/{vendor}";
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ", ", " ,\t"})
    void takesOneTextWithCommas(String separator) {
        db().withPropertyValues("fastmigrate.migrations=" + both(separator)).run(context -> {
            assertThat(scripts(context, "fastMigrate")).containsExactly("0001-notes.sql", "0002-own.sql");
            assertThat(workspace.version()).isEqualTo(2);
        });
    }

    @Test
    void takesAListOfYaml() {
        String yaml = """
                fastmigrate:
                  migrations:
                    - '%s'
                    - '%s/own/{vendor}'
                """.formatted(workspace.scripts(), folder);
        db().withInitializer(context -> {
                    try {
                        new YamlPropertySourceLoader()
                                .load("yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                                .forEach(context.getEnvironment().getPropertySources()::addLast);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .run(context ->
                        assertThat(scripts(context, "fastMigrate")).containsExactly("0001-notes.sql", "0002-own.sql"));
    }

    @Test
    void takesACommaInTheNameOfADirectoryFromAList() throws Exception {
        script("one, two", "0001-comma.sql");
        db().withPropertyValues("fastmigrate.migrations[0]=" + folder.resolve("one, two"))
                .run(context -> assertThat(scripts(context, "fastMigrate")).containsExactly("0001-comma.sql"));
    }

    @Test
    void aListOfANamedDatabaseTakesThePlaceOfTheInheritedOne() throws Exception {
        script("audit", "0001-events.sql");
        Workspace.bare()
                .withPropertyValues(
                        "fastmigrate.migrations=" + both(","),
                        "fastmigrate.databases.orders.db=" + folder.resolve("orders.db"),
                        "fastmigrate.databases.audit.db=" + folder.resolve("audit.db"),
                        "fastmigrate.databases.audit.migrations[0]=" + folder.resolve("audit"))
                .run(context -> {
                    assertThat(scripts(context, "ordersFastMigrate")).containsExactly("0001-notes.sql", "0002-own.sql");
                    assertThat(scripts(context, "auditFastMigrate")).containsExactly("0001-events.sql");
                });
    }

    @Test
    void tenantsHaveAListToo() throws Exception {
        Files.createDirectories(folder.resolve("tenants"));
        FastMigrate.sqlite(folder.resolve("tenants/one.db")).build().create();
        Workspace.bare()
                .withPropertyValues(
                        "fastmigrate.tenants.db=" + folder.resolve("tenants") + "/*.db",
                        "fastmigrate.tenants.migrations=" + both(","))
                .run(context -> assertThat(
                                context.getBean(TenantMigrations.class).report().outcomes())
                        .singleElement()
                        .satisfies(outcome -> assertThat(
                                        outcome.version().orElseThrow().number())
                                .isEqualTo(2)));
    }

    @Test
    void refusesANumberThatTwoPlacesHaveAndNamesBothFiles() throws Exception {
        script("own/sqlite", "0001-again.sql");
        db().withPropertyValues("fastmigrate.migrations=" + both(","))
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidScriptException.class))
                        .hasMessageContainingAll(
                                workspace.scripts().resolve("0001-notes.sql").toString(),
                                folder.resolve("own/sqlite/0001-again.sql").toString()));
        assertThat(workspace.db()).doesNotExist();
    }

    /** By the names of Spring Boot's DatabaseDriver. */
    @ParameterizedTest
    @CsvSource({"jdbc:h2:mem:vendor, h2", "jdbc:sqlite:app.db, sqlite", "app.db, sqlite"})
    void callsTheVendorAsSpringBootDoes(String db, String vendor) throws Exception {
        script("kinds/" + vendor, "0001-a.sql");
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FastMigrateAutoConfiguration.class))
                .withPropertyValues(
                        "fastmigrate.db=" + db,
                        "fastmigrate.phase=runner",
                        "fastmigrate.migrations=" + folder + "/kinds/{vendor}")
                .run(context -> assertThat(scripts(context, "fastMigrate")).containsExactly("0001-a.sql"));
    }

    @Test
    void refusesAnEmptyList() {
        db().withPropertyValues("fastmigrate.migrations=")
                .run(context -> assertThat(
                                FastMigrateAutoConfigurationTest.cause(context, InvalidSettingException.class))
                        .hasMessage("migrations is empty."));
    }
}

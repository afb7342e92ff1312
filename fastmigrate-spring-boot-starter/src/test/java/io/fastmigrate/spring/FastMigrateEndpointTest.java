package io.fastmigrate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.FastMigrateEndpoint.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

class FastMigrateEndpointTest {

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
    }

    @Test
    void tellsVersionTargetStateAndWhatWasApplied() throws Exception {
        workspace.script("0002-more.sql", "INSERT INTO note (text) VALUES ('second');");

        exposed().run(context -> {
            FastMigrateEndpoint endpoint = context.getBean(FastMigrateEndpoint.class);
            assertThat(endpoint.databases().format()).isEqualTo(1);
            Database database = only(context);
            assertThat(database.state()).isEqualTo("UP_TO_DATE");
            assertThat(database.version()).isEqualTo(2);
            assertThat(database.target()).isEqualTo(2);
            assertThat(database.pending()).isEmpty();
            assertThat(database.error()).isNull();
            assertThat(database.applied())
                    .extracting(
                            FastMigrateEndpoint.Applied::version,
                            FastMigrateEndpoint.Applied::from,
                            applied -> applied.file() + " " + applied.kind())
                    .containsExactly(Tuple.tuple(1, 0, "0001-notes.sql sql"), Tuple.tuple(2, 1, "0002-more.sql sql"));
            assertThat(database.applied()).allSatisfy(applied -> {
                assertThat(applied.checksum()).matches("[0-9a-f]{64}");
                assertThat(applied.appliedBy()).isNotBlank();
                assertThat(applied.tookMillis()).isNotNegative();
            });
        });
    }

    @Test
    void tellsWhatIsPendingAndWhatIsMissing() {
        exposed().run(context -> {
            workspace.script("0002-more.sql", "SELECT 1;");
            Files.delete(workspace.scripts().resolve("0001-notes.sql"));

            Database database = only(context);
            assertThat(database.state()).isEqualTo("PENDING");
            assertThat(database.version()).isEqualTo(1);
            assertThat(database.target()).isEqualTo(2);
            assertThat(database.pending()).containsExactly(new FastMigrateEndpoint.Pending(2, "0002-more.sql", "sql"));
            assertThat(database.missing())
                    .extracting(FastMigrateEndpoint.Applied::file)
                    .containsExactly("0001-notes.sql");
        });
    }

    @Test
    void tellsWarningsWithoutAbsolutePaths() throws Exception {
        workspace.script("1-wrong.sql", "SELECT 1;");

        exposed().run(context -> {
            Database database = only(context);
            assertThat(database.warnings()).hasSize(1);
            assertThat(database.warnings().get(0).kind()).isEqualTo("NAME");
            assertThat(database.warnings().get(0).message())
                    .contains("1-wrong.sql")
                    .doesNotContain(folder.toString());
            assertThat(database.path()).isNull();
        });
    }

    @Test
    void describesADatabaseThatCannotBeReadByItsError() {
        exposed().run(context -> {
            Files.writeString(workspace.db(), "no database, but a text that is long enough to be looked at".repeat(40));

            Database database = only(context);
            assertThat(database.state()).isEqualTo("ERROR");
            assertThat(database.version()).isNull();
            assertThat(database.error()).isNotNull();
            assertThat(database.error().type()).isEqualTo("DatabaseUnusableException");
            assertThat(database.error().message()).contains("app.db").doesNotContain(folder.toString());
            assertThat(database.error().advice()).isNotBlank();
        });
    }

    @Test
    void saysThatTheDatabaseIsGone() {
        exposed().run(context -> {
            Files.delete(workspace.db());
            assertThat(only(context).state()).isEqualTo("MISSING");
            assertThat(workspace.db()).doesNotExist();
        });
    }

    @Test
    void showsPathsWhenItIsTold() {
        exposed()
                .withPropertyValues("fastmigrate.endpoint.show-paths=true")
                .run(context -> assertThat(only(context).path())
                        .isEqualTo(workspace.db().toString()));
    }

    @Test
    void isNotThereUnlessItIsExposed() {
        runner().run(context -> assertThat(context).doesNotHaveBean(FastMigrateEndpoint.class));
    }

    @Test
    void isNotThereWithoutActuator() {
        workspace
                .runner()
                .withUserConfiguration(Everything.class)
                .withPropertyValues("management.endpoints.web.exposure.include=fastmigrate")
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("fastMigrateEndpoint"));
    }

    @Test
    void isNotThereWhenNothingIsMigrated() {
        exposed()
                .withPropertyValues("fastmigrate.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FastMigrateEndpoint.class));
    }

    private ApplicationContextRunner runner() {
        return workspace.runner().withConfiguration(AutoConfigurations.of(FastMigrateEndpointAutoConfiguration.class));
    }

    private ApplicationContextRunner exposed() {
        return runner().withPropertyValues("management.endpoints.web.exposure.include=fastmigrate");
    }

    private static Database only(AssertableApplicationContext context) {
        var databases = context.getBean(FastMigrateEndpoint.class).databases().databases();
        assertThat(databases).containsOnlyKeys("fastMigrate");
        return databases.values().iterator().next();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Filtered.class)
    static class Everything {}

    /** Filters as an application does: what a condition on a class leaves out is not even read. */
    static class Filtered extends AutoConfigurationImportSelector {

        @Override
        protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
            return new AnnotationAttributes();
        }

        @Override
        protected Set<String> getExclusions(AnnotationMetadata metadata, @Nullable AnnotationAttributes attributes) {
            return Set.of();
        }

        @Override
        protected List<String> getCandidateConfigurations(
                AnnotationMetadata metadata, @Nullable AnnotationAttributes attributes) {
            return new ArrayList<>(List.of(FastMigrateEndpointAutoConfiguration.class.getName()));
        }
    }
}

package io.fastmigrate.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.Database;
import io.fastmigrate.spring.autoconfigure.FastMigrateEndpointAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateHealthAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateInfoAutoConfiguration;
import io.fastmigrate.spring.autoconfigure.FastMigrateMetricsAutoConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                assertThat(applied.checksum()).matches("t1:[0-9a-f]{64}");
                assertThat(applied.appliedBy()).isNull();
                assertThat(applied.tookMillis()).isNotNegative();
            });
        });
    }

    @Test
    void showsPendingScriptsAndWhatIsMissing() {
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
    void showsPendingAndAppliedRepeatableScripts() throws Exception {
        workspace.repeatable("texts.sql", "CREATE VIEW texts AS SELECT text FROM note;");

        exposed().run(context -> {
            assertThat(workspace.query("SELECT text FROM texts")).isEqualTo("first");
            Database database = only(context);
            assertThat(database.state()).isEqualTo("UP_TO_DATE");
            assertThat(database.pending()).isEmpty();
            assertThat(database.applied())
                    .extracting(FastMigrateEndpoint.Applied::file)
                    .containsExactly("0001-notes.sql");
            assertThat(database.appliedRepeatable()).singleElement().satisfies(applied -> {
                assertThat(applied.file()).isEqualTo("repeatable/texts.sql");
                assertThat(applied.version()).isEqualTo(1);
                assertThat(applied.checksum()).startsWith("t1:");
            });

            workspace.repeatable("texts.sql", "CREATE VIEW texts AS SELECT upper(text) AS text FROM note;");
            database = only(context);
            assertThat(database.state()).isEqualTo("PENDING");
            assertThat(database.version()).isEqualTo(1);
            assertThat(database.target()).isEqualTo(1);
            assertThat(database.pending())
                    .containsExactly(new FastMigrateEndpoint.Pending(null, "repeatable/texts.sql", "sql"));
            assertThat(database.appliedRepeatable()).hasSize(1);

            Files.delete(workspace.scripts().resolve("repeatable/texts.sql"));
            assertThat(only(context).missing())
                    .extracting(FastMigrateEndpoint.Applied::file)
                    .containsExactly("repeatable/texts.sql");
        });
    }

    @Test
    void showsWhatIsAboveTheTarget() throws Exception {
        workspace.script("0002-more.sql", "SELECT 1;");

        exposed().withPropertyValues("fastmigrate.target=1").run(context -> {
            Database database = only(context);
            assertThat(database.state()).isEqualTo("UP_TO_DATE");
            assertThat(database.target()).isEqualTo(1);
            assertThat(database.pending()).isEmpty();
            assertThat(database.aboveTarget())
                    .containsExactly(new FastMigrateEndpoint.Pending(2, "0002-more.sql", "sql"));
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
                .withPropertyValues("management.endpoint.fastmigrate.show-paths=always")
                .run(context -> assertThat(only(context).path())
                        .isEqualTo(workspace.db().toString()));
    }

    @Test
    void describesOneDatabaseInTheSameFormAndNoneThatIsUnknown() {
        exposed().run(context -> {
            FastMigrateEndpoint endpoint = context.getBean(FastMigrateEndpoint.class);
            FastMigrateEndpoint.MigrationsDescriptor one = endpoint.database("fastMigrate");
            assertThat(one).isNotNull();
            assertThat(one.format()).isEqualTo(1);
            assertThat(one.contexts().values())
                    .singleElement()
                    .satisfies(only -> assertThat(only.databases()).containsOnlyKeys("fastMigrate"));
            assertThat(endpoint.database("unknown")).isNull();
        });
    }

    @Test
    void tellsHowTheLastRunEndedAndTheLastBackup() throws Exception {
        exposed().run(context -> {
            Database database = only(context);
            assertThat(database.progress()).isNull();
            assertThat(database.lastBackup()).isNull();
            assertThat(database.lastRun()).isNotNull();
            assertThat(database.lastRun().outcome()).isEqualTo("MIGRATED");
            assertThat(database.lastRun().from()).isZero();
            assertThat(database.lastRun().to()).isEqualTo(1);

            Path backup = context.getBean(FastMigrate.class).backUp();
            FastMigrateEndpoint.Backup told = only(context).lastBackup();
            assertThat(told).isNotNull();
            assertThat(told.file()).isEqualTo(String.valueOf(backup.getFileName()));
            assertThat(told.bytes()).isEqualTo(Files.size(backup));
            assertThat(told.madeAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        });
        exposed()
                .run(context -> assertThat(only(context).lastRun())
                        .extracting("outcome")
                        .isEqualTo("NOTHING_PENDING"));
    }

    @Test
    void tellsFileAndLineOfAScriptThatFailedUntilAnotherOneRanIt() {
        exposed().run(context -> {
            workspace.script("0002-broken.sql", "SELECT 1;\n\nINSERT INTO nowhere VALUES (1);");
            FastMigrate fastMigrate = context.getBean(FastMigrate.class);
            assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);

            Database database = only(context);
            assertThat(database.state()).isEqualTo("FAILED");
            assertThat(database.version()).isEqualTo(1);
            assertThat(database.error())
                    .extracting("type", "script", "line", "column")
                    .containsExactly("ScriptFailedException", "0002-broken.sql", 3, 13);
            assertThat(database.error()).extracting("message").asString().doesNotContain(folder.toString());

            workspace.script("0002-broken.sql", "SELECT 1;");
            FastMigrate.sqlite(workspace.db())
                    .migrations(workspace.scripts())
                    .build()
                    .migrate();
            assertThat(only(context).state()).isEqualTo("UP_TO_DATE");
            assertThat(only(context).error()).isNull();
        });
    }

    @Test
    void tellsFromMemoryHowFarARunIs() {
        exposed().run(context -> {
            workspace
                    .script("0002-two.sql", "INSERT INTO note (text) VALUES ('2');")
                    .script("0003-three.sh", "echo now; read line < " + folder.resolve("pipe") + "\n");
            new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                    .start()
                    .waitFor();
            Thread migration = new Thread(context.getBean(FastMigrate.class)::migrate);
            migration.start();
            Database database = only(context);
            while (!"0003-three.sh".equals(script(database))) {
                database = only(context);
            }
            assertThat(database.state()).isEqualTo("MIGRATING");
            assertThat(database.version()).isEqualTo(2);
            assertThat(database.target()).isEqualTo(3);
            assertThat(database.pending()).extracting("file").containsExactly("0003-three.sh");
            assertThat(database.applied()).extracting("version").containsExactly(1, 2);
            assertThat(database.progress())
                    .extracting("percent", "scriptNumber", "scripts", "scriptPercent")
                    .containsExactly(50, 2, 2, null);

            Files.writeString(folder.resolve("pipe"), "go\n");
            migration.join();
            assertThat(only(context).state()).isEqualTo("UP_TO_DATE");
        });
    }

    private static @Nullable String script(Database database) {
        FastMigrateEndpoint.Progress progress = database.progress();
        return progress == null ? null : progress.script();
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
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer.core"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("fastMigrateEndpoint")
                        .doesNotHaveBean("fastmigrateHealthContributor")
                        .doesNotHaveBean("fastMigrateInfoContributor")
                        .doesNotHaveBean("fastMigrateMetrics"));
    }

    @Test
    void isNotThereWhenNothingIsMigrated() {
        exposed()
                .withPropertyValues("fastmigrate.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FastMigrateEndpoint.class));
    }

    @Test
    void showsWhoAppliedAScriptWhereDetailsAreShown() {
        exposed()
                .withPropertyValues("management.endpoint.fastmigrate.show-details=always", "fastmigrate.applied-by=me")
                .run(context -> assertThat(only(context).applied())
                        .singleElement()
                        .extracting(FastMigrateEndpoint.Applied::appliedBy)
                        .isEqualTo("me"));
    }

    /** Whoever may ask there sees what an authorized user sees, as of Actuator's own endpoints. */
    @Test
    void showsDetailsByJmxWhereAuthorizedUsersSeeThem() {
        runner().withPropertyValues(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=fastmigrate",
                        "management.endpoint.fastmigrate.show-details=when-authorized",
                        "management.endpoint.fastmigrate.roles=operator",
                        "fastmigrate.applied-by=me")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(FastMigrateEndpointWebExtension.class);
                    assertThat(only(context).applied())
                            .singleElement()
                            .extracting(FastMigrateEndpoint.Applied::appliedBy)
                            .isEqualTo("me");
                });
    }

    private ApplicationContextRunner runner() {
        return workspace.runner().withConfiguration(AutoConfigurations.of(FastMigrateEndpointAutoConfiguration.class));
    }

    private ApplicationContextRunner exposed() {
        return runner().withPropertyValues("management.endpoints.web.exposure.include=fastmigrate");
    }

    private static Database only(AssertableApplicationContext context) {
        var contexts = context.getBean(FastMigrateEndpoint.class).databases().contexts();
        assertThat(contexts).containsOnlyKeys(context.getId());
        var databases = contexts.values().iterator().next().databases();
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
            return Stream.of(
                            FastMigrateEndpointAutoConfiguration.class,
                            FastMigrateHealthAutoConfiguration.class,
                            FastMigrateInfoAutoConfiguration.class,
                            FastMigrateMetricsAutoConfiguration.class)
                    .map(Class::getName)
                    .collect(Collectors.toList());
        }
    }
}

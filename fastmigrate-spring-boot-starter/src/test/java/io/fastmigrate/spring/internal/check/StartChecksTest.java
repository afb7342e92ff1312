package io.fastmigrate.spring.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.internal.failure.FastMigrateFailureAnalyzer;
import io.fastmigrate.spring.internal.observe.HealthFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class StartChecksTest {

    private static final String UNSAFE = "ALTER TABLE note ADD COLUMN lang TEXT NOT NULL;";

    @TempDir
    Path folder;

    private Workspace workspace;
    private ApplicationContextRunner runner;

    @BeforeEach
    void makeWorkspace() throws Exception {
        workspace = Workspace.in(folder);
        runner = workspace.runner();
    }

    private static FailureAnalysis analysis(AssertableApplicationContext context) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure());
        return Objects.requireNonNull(new FastMigrateFailureAnalyzer(new StandardEnvironment()).analyze(failure));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + workspace.db());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static HealthFacts health(AssertableApplicationContext context) {
        return Objects.requireNonNull(context.getBean(Standings.class).health().get("fastMigrate"))
                .get();
    }

    @Test
    void refusesToStartOnAnErrorOfLintBeforeAnyScriptRuns() throws Exception {
        workspace.script("0002-lang.sql", UNSAFE);

        runner.withPropertyValues("fastmigrate.lint=fail").run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysis(context);
            assertThat(analysis.getDescription()).contains("0002-lang.sql:1:", "S6", "Nothing was run", "safe way");
            assertThat(analysis.getAction()).contains("The property is fastmigrate.lint.");
        });
        assertThat(workspace.db()).doesNotExist();
    }

    @Test
    void lintsAllDatabasesBeforeTheFirstIsMigrated() throws Exception {
        Workspace other = Workspace.in(folder.resolve("other")).script("0002-lang.sql", UNSAFE);

        runner.withPropertyValues(
                        "fastmigrate.lint=fail",
                        "fastmigrate.databases.other.db=" + other.db(),
                        "fastmigrate.databases.other.migrations=" + other.scripts())
                .run(context -> assertThat(context).hasFailed());

        assertThat(workspace.db()).doesNotExist();
        runner.withPropertyValues(
                        "fastmigrate.lint=fail",
                        "fastmigrate.databases.other.db=" + other.db(),
                        "fastmigrate.databases.other.migrations=" + other.scripts(),
                        "fastmigrate.databases.other.lint-rules.S6=warning",
                        "fastmigrate.databases.other.lint-rules.X7=off")
                .run(context -> assertThat(String.valueOf(context.getStartupFailure()))
                        .contains("Cannot add a NOT NULL column"));
    }

    @Test
    void warnsOfFindingsAndPassesOverAppliedScripts(CapturedOutput output) throws Exception {
        workspace.script("0002-all.sql", "UPDATE note SET text = 'x';");

        runner.withPropertyValues("fastmigrate.lint=warn")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output).contains("Lint: 0002-all.sql:1:1: warning S16");
        assertThat(workspace.version()).isEqualTo(2);
        int before = output.getOut().length();
        runner.withPropertyValues("fastmigrate.lint=fail", "fastmigrate.lint-rules.S16=error")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output.getOut().substring(before)).doesNotContain("S16");
    }

    @Test
    void namesTheModuleThatIsMissing() {
        runner.withClassLoader(new FilteredClassLoader("io.fastmigrate.lint", "io.fastmigrate.schema"))
                .withPropertyValues("fastmigrate.drift=warn")
                .run(context -> assertThat(analysis(context).getAction())
                        .contains("io.fastmigrate:fastmigrate-schema", "fastmigrate.drift"));
        runner.withClassLoader(new FilteredClassLoader("io.fastmigrate.lint", "io.fastmigrate.schema"))
                .withPropertyValues("fastmigrate.lint=fail")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("fastmigrate-lint is not on the class path"));
        assertThat(workspace.db()).doesNotExist();
        runner.withClassLoader(new FilteredClassLoader("io.fastmigrate.lint", "io.fastmigrate.schema"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void namesThePropertyOfAnUnknownRuleAndOfAVersionThatYamlHasCutShort() {
        runner.withPropertyValues("fastmigrate.lint=warn", "fastmigrate.lint-rules.S999=off")
                .run(context ->
                        assertThat(analysis(context).getAction()).contains("The property is fastmigrate.lint-rules."));
        runner.withPropertyValues("fastmigrate.lint=warn", "fastmigrate.lint-sqlite-readers=3.4")
                .run(context -> assertThat(analysis(context).getAction())
                        .contains("quotes", "The property is fastmigrate.lint-sqlite-readers."));
    }

    @Test
    void refusesToStartWhenTheSchemaWasChangedByHand() throws Exception {
        runner.withPropertyValues("fastmigrate.drift=fail")
                .run(context -> assertThat(health(context).details()).containsEntry("drift", "NONE"));
        execute("CREATE INDEX by_hand ON note (text)");

        runner.withPropertyValues("fastmigrate.drift=fail").run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysis(context);
            assertThat(analysis.getDescription())
                    .startsWith("The database did not pass the comparison of its schema.")
                    .contains("added index by_hand");
            assertThat(analysis.getAction()).contains("fastmigrate drift", "The property is fastmigrate.drift.");
        });
        runner.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void tellsOfDriftInLogAndHealth(CapturedOutput output) throws Exception {
        runner.run(context -> assertThat(health(context).details()).doesNotContainKey("drift"));
        execute("ALTER TABLE note ADD COLUMN by_hand");

        runner.withPropertyValues("fastmigrate.drift=warn").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(health(context).condition()).isEqualTo(HealthFacts.Condition.UP);
            assertThat(health(context).details())
                    .containsEntry("drift", "FOUND")
                    .containsEntry("driftObjects", List.of("added column note.by_hand"));
        });
        assertThat(output).contains("added column note.by_hand");
    }

    @Test
    void anOlderApplicationStartsOnANewerDatabaseAndSaysThatDriftIsNotKnown(CapturedOutput output) throws Exception {
        workspace.script("0002-more.sql", "CREATE TABLE more (x)");
        runner.run(context -> assertThat(context).hasNotFailed());
        Files.delete(workspace.scripts().resolve("0002-more.sql"));

        runner.withPropertyValues("fastmigrate.drift=fail").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(health(context).details()).containsEntry("drift", "UNKNOWN");
        });
        assertThat(output).contains("It is not known whether the schema of");
    }

    @Test
    void comparesInPhaseVerifyToo() throws Exception {
        runner.run(context -> assertThat(context).hasNotFailed());
        execute("DROP TABLE note");

        runner.withPropertyValues("fastmigrate.phase=verify", "fastmigrate.drift=fail")
                .run(context -> assertThat(analysis(context).getDescription()).contains("missing table note"));
        assertThat(FastMigrate.sqlite(workspace.db()).build().version().number())
                .isOne();
    }
}

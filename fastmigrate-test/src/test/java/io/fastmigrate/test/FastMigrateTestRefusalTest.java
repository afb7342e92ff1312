package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.internal.database.TemporaryFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class FastMigrateTestRefusalTest {

    @FastMigrateTest(migrations = "classpath:broken")
    static class BrokenScripts {
        @RepeatedTest(3)
        void never(Connection connection) {}
    }

    @Test
    void tellsEachTestOfAScriptThatFailsAndRunsItOnce() throws Exception {
        List<Throwable> failures = failures(BrokenScripts.class);

        assertThat(failures)
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("Cannot create the database for this test.")
                        .hasMessageContaining("0002-mistake.sql")
                        .hasMessageContaining("TABEL"));
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure.getSuppressed()).isEmpty());
        Path root = Objects.requireNonNull(TemporaryFolders.create().getParent());
        assertThat(Files.readAllLines(root.resolve("broken-ran"))).containsExactly("ran");
    }

    @FastMigrateTest(migrations = "no/such/directory")
    static class MissingScripts {
        @Test
        void never() {}
    }

    @Test
    void tellsThatThereAreNoScripts() {
        assertThat(failures(MissingScripts.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("The migrations directory does not exist")
                        .hasMessageContaining("no/such/directory"));
    }

    @FastMigrateTest
    static class UnknownVersion {
        @Test
        @AtVersion(3)
        void never() {}

        @Test
        @AtVersion(-1)
        void neverEither() {}
    }

    @Test
    void namesTheVersionsThatADatabaseCanStandAt() {
        assertThat(failures(UnknownVersion.class))
                .extracting(Throwable::getMessage)
                .anySatisfy(message ->
                        assertThat(message).contains("There is no script 0003").contains("0, 1, 2, 4"))
                .anySatisfy(message -> assertThat(message).contains("@AtVersion(-1) is no version"));
    }

    @FastMigrateTest
    static class BeforeAllTests {
        @BeforeAll
        static void tooEarly(DataSource dataSource) {}

        @Test
        void never() {}
    }

    @Test
    void hasNoDatabaseForAWholeClass() {
        assertThat(failures(BeforeAllTests.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining("each test has its own"));
    }

    @FastMigrateTest
    static class WrongField {
        @FreshDatabase
        private String name = "";

        @Test
        void never() {
            assertThat(name).isEmpty();
        }
    }

    @FastMigrateTest
    static class StaticField {
        @FreshDatabase
        private static FastMigrate shared;

        @Test
        void never() {
            assertThat(shared).isNull();
        }
    }

    @FastMigrateTest
    @TestInstance(Lifecycle.PER_CLASS)
    @Execution(ExecutionMode.CONCURRENT)
    static class SharedField {
        @FreshDatabase
        private DataSource shared;

        @Test
        void never() {
            assertThat(shared).isNull();
        }
    }

    @Test
    void refusesFieldsThatCannotHoldATestsDatabase() {
        assertThat(failures(WrongField.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("name is none of Connection, DataSource, FastMigrate, Path"));
        assertThat(failures(StaticField.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("shared is static or final"));
        assertThat(failures(SharedField.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("shared is shared by tests that run at the same time"));
    }

    static List<Throwable> failures(Class<?> testClass) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .selectors(selectClass(testClass))
                .execute();
        return results.allEvents()
                .finished()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }
}

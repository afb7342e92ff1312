package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.test.internal.database.TemporaryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A thousand tests over fifty scripts, of which each counts its own runs. */
class ThousandTestsTest {

    private static final String SCRIPTS = "target/fifty-scripts";
    private static final String COUNTS = "fifty-ran";
    private static final AtomicInteger JAVA_RUNS = new AtomicInteger();
    private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();

    static final class Fiftieth implements JavaMigration {
        @Override
        public Version version() {
            return new Version(50);
        }

        @Override
        public String description() {
            return "count-in-java";
        }

        @Override
        public void migrate(Connection connection) {
            JAVA_RUNS.incrementAndGet();
        }
    }

    /** Not found by its name, only run by the test below. */
    @FastMigrateTest(migrations = SCRIPTS, javaMigrations = Fiftieth.class)
    @Execution(ExecutionMode.CONCURRENT)
    static class Tests {

        @RepeatedTest(400)
        void repeated(Path file, Connection connection) throws SQLException {
            check(file, connection);
        }

        @ParameterizedTest
        @MethodSource("numbers")
        void parameterized(int number, @FreshDatabase Path file, Connection connection) throws SQLException {
            assertThat(number).isPositive();
            check(file, connection);
        }

        static IntStream numbers() {
            return IntStream.rangeClosed(1, 400);
        }

        @Nested
        @TestInstance(Lifecycle.PER_CLASS)
        class Inside {

            @RepeatedTest(200)
            void nested(Path file, Connection connection) throws SQLException {
                check(file, connection);
            }
        }

        private static void check(Path file, Connection connection) throws SQLException {
            FILES.add(file);
            assertThat(FastMigrateTestTest.query(connection, "SELECT version FROM _meta"))
                    .isEqualTo("50");
            assertThat(FastMigrateTestTest.query(connection, "SELECT count(*) FROM book"))
                    .isEqualTo("0");
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO book (c1) VALUES ('written by a test')");
            }
        }
    }

    @Test
    void runTheScriptsOnce() throws IOException {
        writeScripts(Path.of(SCRIPTS));
        Path root = Objects.requireNonNull(TemporaryFolders.create().getParent());

        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .selectors(selectClass(Tests.class))
                .execute()
                .testEvents()
                .assertStatistics(
                        statistics -> statistics.started(1000).succeeded(1000).failed(0));

        assertThat(FILES)
                .hasSize(1000)
                .allSatisfy(file -> assertThat(file.getParent()).doesNotExist());
        assertThat(Files.readAllLines(root.resolve(COUNTS))).containsExactly("0049");
        assertThat(JAVA_RUNS).hasValue(1);
    }

    private static void writeScripts(Path directory) throws IOException {
        Migrations scripts = new Migrations(directory);
        scripts.with("0001-book.sql", "CREATE TABLE book (id INTEGER PRIMARY KEY);");
        for (int i = 2; i < 49; i++) {
            scripts.with(
                    String.format(Locale.ROOT, "%04d-column.sql", i),
                    "ALTER TABLE book ADD COLUMN c" + (i - 1) + " TEXT;");
        }
        scripts.with("0049-count.sh", "echo 0049 >> \"$(dirname \"$1\")/../" + COUNTS + "\"\n");
    }
}

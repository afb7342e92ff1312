package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FastMigrateTest
public class FastMigrateTestTest {

    public static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }

    public static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void givesTheSameDatabaseInEveryForm(
            Path file, DataSource dataSource, Connection connection, FastMigrate fastMigrate) throws SQLException {
        assertThat(Path.of(query(connection, "SELECT file FROM pragma_database_list")))
                .isEqualTo(file.toAbsolutePath());
        try (Connection other = dataSource.getConnection()) {
            assertThat(query(other, "SELECT file FROM pragma_database_list")).isEqualTo(file.toString());
        }
        assertThat(Path.of(fastMigrate.databaseName())).isEqualTo(file);
    }

    @Test
    void isMigratedToTheLastScript(FastMigrate fastMigrate, Connection connection) throws SQLException {
        assertThat(fastMigrate.status().state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(fastMigrate.version()).isEqualTo(new Version(4));
        assertThat(query(connection, "SELECT title FROM book")).isEqualTo("Walden");
        assertThat(fastMigrate.status().applied()).hasSize(3);
    }

    @RepeatedTest(2)
    void seesNothingOfWhatOtherTestsWrote(DataSource dataSource, Connection connection) throws SQLException {
        execute(dataSource, "INSERT INTO book (title) VALUES ('Emma')");
        assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("2");
    }

    @Test
    void enforcesForeignKeysAsTheStarterDoes(Connection connection) throws SQLException {
        assertThat(query(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        assertThat(query(connection, "PRAGMA busy_timeout")).isEqualTo("5000");
    }

    @Test
    void leavesPathsOfOthersAlone(@TempDir Path directory, Path file) {
        assertThat(directory).isEmptyDirectory();
        assertThat(file).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "b.txt"})
    void followsTheArgumentsOfAParameterizedTest(Path argument, @FreshDatabase Path file, Connection connection)
            throws SQLException {
        assertThat(argument.toString()).endsWith(".txt");
        assertThat(file).isRegularFile();
        assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("1");
    }

    @Nested
    class Inside {

        @FreshDatabase
        private Connection field;

        @Test
        void nestedTestsHaveOneToo(Connection parameter) throws SQLException {
            assertThat(field).isNotSameAs(parameter);
            assertThat(query(field, "SELECT title FROM book")).isEqualTo("Walden");
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class OnOneInstance {

        @FreshDatabase
        private DataSource field;

        private Path before = Path.of("none");

        @BeforeEach
        void write(Path file) throws SQLException {
            assertThat(file).isNotEqualTo(before);
            before = file;
            execute(field, "INSERT INTO book (title) VALUES ('Emma')");
        }

        @RepeatedTest(2)
        void theFieldChangesWithTheTest(Connection connection) throws SQLException {
            assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("2");
        }

        @AfterEach
        void theDatabaseIsStillThere(Path file) {
            assertThat(file).isEqualTo(before).exists();
        }
    }

    @Nested
    class AtEarlierVersions {

        @Test
        @AtVersion(2)
        void migratesFromThere(FastMigrate fastMigrate, Connection connection) throws SQLException {
            assertThat(fastMigrate.version()).isEqualTo(new Version(2));
            assertThat(query(connection, "SELECT count(*) FROM pragma_table_info('book')"))
                    .isEqualTo("2");
            assertThat(fastMigrate.migrate().applied())
                    .extracting(entry -> entry.fileName())
                    .containsExactly("0004-authors.sql");
            assertThat(query(connection, "SELECT count(*) FROM pragma_table_info('book')"))
                    .isEqualTo("3");
        }

        @Test
        @AtVersion(0)
        void startsWithANewDatabase(FastMigrate fastMigrate) {
            assertThat(fastMigrate.migrate().applied()).hasSize(3);
        }

        @Nested
        @AtVersion(1)
        class OfAClass {

            @Test
            void holdsForItsTests(Connection connection) throws SQLException {
                assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("0");
            }

            @Test
            @AtVersion(2)
            void isOverruledByAMethods(Connection connection) throws SQLException {
                assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("1");
            }
        }
    }

    /** A migration in Java between the scripts. */
    static final class AddEmma implements JavaMigration {
        @Override
        public Version version() {
            return new Version(3);
        }

        @Override
        public String description() {
            return "add-emma";
        }

        @Override
        public void migrate(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO book (title) VALUES ('Emma')");
            }
        }
    }

    @FastMigrateTest(javaMigrations = AddEmma.class)
    @Nested
    class WithJavaMigrations {

        @Test
        void runsThemToo(Connection connection) throws SQLException {
            assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("2");
        }

        @Test
        @AtVersion(2)
        void leavesThemPending(FastMigrate fastMigrate, Connection connection) throws SQLException {
            assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("1");
            assertThat(fastMigrate.migrate().applied()).hasSize(2);
            assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("2");
        }
    }

    /** Two tests that wait for each other, each with its own database. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class AtTheSameTime {

        @Test
        void one(DataSource dataSource, Connection connection) throws Exception {
            meet(dataSource, connection);
        }

        @Test
        void other(DataSource dataSource, Connection connection) throws Exception {
            meet(dataSource, connection);
        }

        private static void meet(DataSource dataSource, Connection connection) throws Exception {
            execute(dataSource, "INSERT INTO book (title) VALUES ('Emma')");
            MEETING.countDown();
            assertThat(MEETING.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(query(connection, "SELECT count(*) FROM book")).isEqualTo("2");
        }
    }

    private static final CountDownLatch MEETING = new CountDownLatch(2);

    @Test
    void startsWithoutLeftOversOfTheTemplate(Path file) throws Exception {
        try (var files = Files.list(file.resolveSibling("."))) {
            assertThat(files.map(path -> String.valueOf(path.getFileName()))).containsExactly("app.db");
        }
    }
}

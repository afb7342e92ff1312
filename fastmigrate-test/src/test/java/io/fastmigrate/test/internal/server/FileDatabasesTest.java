package io.fastmigrate.test.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.FastMigrateTestTest;
import io.fastmigrate.test.Migrations;
import io.fastmigrate.test.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Tests that have their databases in files of H2 or DuckDB. */
class FileDatabasesTest {

    private static final String SCRIPTS = "target/file-scripts/{vendor}";
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void writeScripts() throws IOException {
        MADE.clear();
        for (String vendor : List.of("h2", "duckdb")) {
            new Migrations(Path.of(SCRIPTS.replace("{vendor}", vendor)))
                    .with("0001-book.sql", "CREATE TABLE book (title VARCHAR(20));\n")
                    .with("0002-made.sql", "CREATE TABLE made AS SELECT current_timestamp AS x;\n")
                    .with("0003-view.sql", "CREATE VIEW books AS SELECT count(*) AS n FROM book;\n");
        }
    }

    static final class H2 implements TestServer {
        @Override
        public String url() {
            return "jdbc:h2:mem:books;MODE=MariaDB;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
        }

        @Override
        public String username() {
            return "sa";
        }
    }

    static final class DuckDb implements TestServer {
        @Override
        public String url() {
            return "jdbc:duckdb:";
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    abstract static class Tests {

        @RepeatedTest(30)
        void hasItsOwn(Connection connection, DataSource database) throws SQLException {
            MADE.add(FastMigrateTestTest.query(connection, "SELECT x FROM made"));
            FastMigrateTestTest.execute(database, "INSERT INTO book VALUES ('Emma')");
            assertThat(FastMigrateTestTest.query(connection, "SELECT n FROM books"))
                    .isEqualTo("1");
        }

        @Test
        @AtVersion(1)
        void migratesFromEarlierVersion(FastMigrate fastMigrate, DataSource database) throws SQLException {
            assertThat(fastMigrate.version()).isEqualTo(new Version(1));
            FastMigrateTestTest.execute(database, "INSERT INTO book VALUES ('before')");
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(3));
        }

        @Test
        void leavesAConnectionOpen(DataSource database) throws SQLException {
            Connection left = database.getConnection();
            left.setAutoCommit(false);
            assertThat(FastMigrateTestTest.query(left, "SELECT n FROM books")).isEqualTo("0");
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = H2.class)
    static class OnH2 extends Tests {
        @Test
        void hasTheSettingsOfTheUrl(Connection connection) throws SQLException {
            assertThat(FastMigrateTestTest.query(
                            connection,
                            "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'MODE'"))
                    .isEqualTo("MariaDB");
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = DuckDb.class)
    static class OnDuckDb extends Tests {}

    @Test
    void copiesFilesOfH2() {
        run(OnH2.class, 33);
    }

    @Test
    void copiesFilesOfDuckDb() {
        run(OnDuckDb.class, 32);
    }

    private static void run(Class<?> tests, int number) {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.finished(number))
                .failed()
                .list();
        assertThat(failed).isEmpty();
        assertThat(MADE).as("runs of the scripts").hasSize(1);
    }
}

package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The databases of tests have what the repeatable scripts make, as these are at the time. */
class RepeatableTemplatesTest {

    private static final String SCRIPTS = "target/repeatable-scripts/{vendor}";
    private static final List<String> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static void write(String vendor, String edition) throws IOException {
        new Migrations(Path.of(SCRIPTS.replace("{vendor}", vendor)))
                .with("0001-book.sql", "CREATE TABLE book (title VARCHAR(20));\n")
                .with("0002-film.sql", "CREATE TABLE film (title VARCHAR(20));\n")
                .with("repeatable/edition.sql", edition);
    }

    private static String edition(int number) {
        return "CREATE OR REPLACE VIEW edition AS SELECT " + number + " AS n FROM (SELECT count(*) FROM film) f;\n";
    }

    abstract static class Tests {

        @Test
        void hasWhatTheScriptMakes(Connection connection, FastMigrate fastMigrate) throws SQLException {
            SEEN.add(FastMigrateTestTest.query(connection, "SELECT n FROM edition"));
            assertThat(fastMigrate.migrate().applied()).isEmpty();
        }

        @Test
        @AtVersion(1)
        void runsItBehindTheScriptsThatItNeeds(FastMigrate fastMigrate) {
            assertThat(fastMigrate.status().pending())
                    .extracting(Script::fileName)
                    .containsExactly("0002-film.sql", "repeatable/edition.sql");
            assertThat(fastMigrate.migrate().applied())
                    .extracting(HistoryEntry::fileName)
                    .containsExactly("0002-film.sql", "repeatable/edition.sql");
        }
    }

    @FastMigrateTest(migrations = SCRIPTS)
    static class OnSqlite extends Tests {}

    static final class H2 implements TestServer {
        @Override
        public String url() {
            return "jdbc:h2:mem:editions;DB_CLOSE_DELAY=-1";
        }

        @Override
        public String username() {
            return "sa";
        }
    }

    @FastMigrateTest(migrations = SCRIPTS, server = H2.class)
    static class OnH2 extends Tests {}

    @Test
    void areOfTheScriptAsItWasEdited() throws IOException {
        for (int number = 1; number <= 2; number++) {
            write("sqlite", edition(number).replace(" OR REPLACE", ""));
            passes(OnSqlite.class);
        }
        assertThat(SEEN).containsExactly("1", "2");
    }

    @Test
    void areOfTheScriptAsItWasEditedOnAServer() throws IOException {
        for (int number = 1; number <= 2; number++) {
            write("h2", edition(number));
            passes(OnH2.class);
        }
        assertThat(SEEN).containsExactly("1", "2");
    }

    private static void passes(Class<?> tests) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(0));
    }
}

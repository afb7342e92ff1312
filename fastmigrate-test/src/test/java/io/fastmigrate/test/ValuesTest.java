package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Texts for names in the scripts of a test. */
class ValuesTest {

    private static final String SCRIPTS = "target/valued-scripts";

    @BeforeEach
    void writeScripts() throws IOException {
        new Migrations(Path.of(SCRIPTS))
                .with("0001-table.sql", "CREATE TABLE ${table} (title TEXT); -- ${nothing}\n")
                .with("0002-row.sql", "INSERT INTO ${table} VALUES ('${first.title}');\n");
    }

    @FastMigrateTest(
            migrations = SCRIPTS,
            values = {"table=book", "first.title=a = b"})
    static class OfBooks {

        @Test
        void hasThem(Connection connection) throws SQLException {
            assertThat(FastMigrateTestTest.query(connection, "SELECT title FROM book"))
                    .isEqualTo("a = b");
        }

        @Test
        @AtVersion(1)
        void migratesWithThem(FastMigrate fastMigrate, Connection connection) throws SQLException {
            fastMigrate.migrate();
            assertThat(FastMigrateTestTest.query(connection, "SELECT title FROM book"))
                    .isEqualTo("a = b");
        }
    }

    @FastMigrateTest(
            migrations = SCRIPTS,
            values = {"table=film", "first.title="})
    static class OfFilms {

        @Test
        void hasItsOwn(Connection connection) throws SQLException {
            assertThat(FastMigrateTestTest.query(connection, "SELECT title FROM film"))
                    .isEmpty();
        }
    }

    @Test
    void eachClassHasTheDatabaseOfItsValues() {
        assertThat(tests(OfBooks.class).succeeded().count()).isEqualTo(2);
        assertThat(tests(OfFilms.class).succeeded().count()).isEqualTo(1);
    }

    @FastMigrateTest(migrations = SCRIPTS, values = "table=book")
    static class WithoutOne {
        @Test
        void never() {}
    }

    @FastMigrateTest(migrations = SCRIPTS, values = "table")
    static class WithoutText {
        @Test
        void never() {}
    }

    @FastMigrateTest(
            migrations = SCRIPTS,
            values = {"table=book", "table=film"})
    static class WithTwo {
        @Test
        void never() {}
    }

    @Test
    void sayWhatIsWrong() {
        assertThat(failure(WithoutOne.class)).contains("0002-row.sql", "first.title");
        assertThat(failure(WithoutText.class)).contains("@FastMigrateTest(values = \"table\")", "name=text");
        assertThat(failure(WithTwo.class)).contains("two values for table");
    }

    @Test
    void scriptsAreVerifiedWithThem() {
        List<String> locations = List.of(SCRIPTS);
        MigrationsVerifier.verify(locations, List.of(), Map.of("table", "book", "first.title", "x"));
        assertThatThrownBy(() -> MigrationsVerifier.verify(locations, List.of(), Map.of("table", "book")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("first.title");
    }

    private static Events tests(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    private static String failure(Class<?> tests) {
        return tests(tests).failed().stream()
                .flatMap(event -> event.getPayload(org.junit.platform.engine.TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElseThrow();
    }
}

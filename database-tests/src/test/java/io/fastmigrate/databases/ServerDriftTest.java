package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody changed by hand in a database that scripts had made, and what that is called. */
abstract class ServerDriftTest {

    private static final Path RESOURCES = Path.of("src/test/resources/drift");
    private static final String ARROW = " => ";

    @TempDir
    Path directory;

    private final String name;

    private Workshop db;

    @SuppressWarnings("NullAway") // set before each test
    ServerDriftTest(String name) {
        this.name = name;
    }

    abstract String newDatabase() throws Exception;

    @BeforeEach
    void migrate() throws Exception {
        db = new Workshop(newDatabase(), directory);
        db.script("0001-all.sql", Files.readString(RESOURCES.resolve(name + ".sql")));
        db.migrate();
    }

    private Schema schema() {
        FastMigrate fastMigrate = db.builder().build();
        return Schema.of(fastMigrate);
    }

    static Stream<Arguments> rows(String name) throws IOException {
        return Files.readAllLines(RESOURCES.resolve(name + ".changes")).stream()
                .map(line -> Arguments.of((Object[]) line.split(ARROW, -1)));
    }

    @Test
    void findsNothingWhereOnlyScriptsRan() {
        assertThat(schema().drift().differences()).isEmpty();
    }

    /** Returns a statement that changes a setting of the database, which scripts may rely on. */
    abstract String changeOfSettings();

    @Test
    void isTheSameFromTheCacheAsLongAsTheServerIs() throws Exception {
        Path cache = directory.resolve("cache");
        assertThat(schema().cachedIn(cache).drift().differences()).isEmpty();
        assertThat(schema().cachedIn(cache).drift().differences()).isEmpty();
        assertThat(cache.toFile().list()).hasSize(1);

        db.execute(changeOfSettings());
        assertThat(schema().cachedIn(cache).drift().differences())
                .hasToString(schema().drift().differences().toString());
        assertThat(cache.toFile().list()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void namesTheObjectAndBothTexts(String byHand, String expected) throws Exception {
        for (String statement : byHand.split("; ", -1)) {
            db.execute(statement);
        }
        List<SchemaDifference> differences = schema().drift().differences();
        assertThat(differences)
                .extracting(difference -> difference.change() + " " + difference.object())
                .contains(expected);
        assertThat(differences)
                .allSatisfy(difference -> assertThat(difference.expected()).isNotEqualTo(difference.actual()));
    }
}

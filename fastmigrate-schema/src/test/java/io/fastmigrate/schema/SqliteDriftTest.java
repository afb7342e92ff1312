package io.fastmigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was changed by hand: the same schema, made by hand with one text in the place of another one. */
class SqliteDriftTest {

    private static final Path RESOURCES = Path.of("src/test/resources/drift");
    private static final String ARROW = " =>";

    @TempDir
    Path directory;

    static String script() {
        try {
            return Files.readString(RESOURCES.resolve("sqlite.sql"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Arguments> rows(String file) throws IOException {
        return Files.readAllLines(RESOURCES.resolve(file)).stream()
                .map(line -> Arguments.of(
                        Stream.of(line.split(ARROW, -1)).map(String::strip).toArray()));
    }

    static Stream<Arguments> changes() throws IOException {
        return rows("sqlite.changes");
    }

    static Stream<Arguments> spellings() throws IOException {
        return rows("sqlite.spellings");
    }

    static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    }

    /** Returns how a database that was made by hand differs from what the script makes. */
    private List<SchemaDifference> drift(String byHand) throws Exception {
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("0001-all.sql"), script());
        Path db = directory.resolve("a.db");
        Files.deleteIfExists(db);
        FastMigrate fastMigrate = FastMigrate.sqlite(db).migrations(migrations).build();
        fastMigrate.create();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(byHand);
            statement.executeUpdate("UPDATE _meta SET version = 1");
        }
        return Schema.of(fastMigrate).drift().differences();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void namesTheObjectAndBothTexts(String from, String to, String expected) throws Exception {
        List<SchemaDifference> differences = drift(replaced(script(), from, to));
        assertThat(differences)
                .extracting(difference -> difference.change() + " " + difference.object())
                .zipSatisfy(
                        List.of(expected.split("; ")),
                        (is, should) -> assertThat(is).startsWith(should));
        assertThat(differences)
                .allSatisfy(difference -> assertThat(difference.expected()).isNotEqualTo(difference.actual()));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void takesAnotherSpellingForTheSame(String from, String to) throws Exception {
        assertThat(drift(replaced(script(), from, to.replaceFirst("--.*", "$0\n"))))
                .isEmpty();
    }

    @Test
    void hasEnoughKindsOfChanges() throws Exception {
        assertThat(changes()).hasSizeGreaterThanOrEqualTo(40);
    }

    /** Any number of other spellings together make no difference, and each change is seen through them. */
    @Test
    void tellsChangesFromSpellingsInGeneratedSchemas() throws Exception {
        Random random = new Random(20_251_129);
        List<Arguments> spellings = spellings().toList();
        List<Arguments> changes = changes().toList();
        for (int i = 0; i < 40; i++) {
            String text = script();
            List<String> applied = new ArrayList<>();
            for (Arguments spelling : spellings) {
                if (random.nextBoolean()) {
                    text = replaced(text, word(spelling, 0), word(spelling, 1).replaceFirst("--.*", "$0\n"));
                    applied.add(word(spelling, 0));
                }
            }
            assertThat(drift(text)).as("%s", applied).isEmpty();
            Arguments change = changes.get(random.nextInt(changes.size()));
            if (text.contains(word(change, 0))) {
                assertThat(drift(replaced(text, word(change, 0), word(change, 1))))
                        .as("%s with %s", change, applied)
                        .isNotEmpty();
            }
        }
    }

    private static String word(Arguments row, int at) {
        return String.valueOf(row.get()[at]);
    }

    /** A column that a script adds is the same as one that the table was made with. */
    @Test
    void twoWaysToOneSchemaAreTheSame() throws Exception {
        String added = replaced(script(), "line TEXT, at INTEGER", "line TEXT")
                + "ALTER TABLE note ADD COLUMN at INTEGER;\nALTER TABLE note RENAME TO notes;\nALTER TABLE notes RENAME TO note;\n"
                + "ALTER TABLE author RENAME COLUMN born TO b;\nALTER TABLE author RENAME COLUMN b TO born;\n"
                + "ALTER TABLE book ADD COLUMN gone TEXT;\nALTER TABLE book DROP COLUMN gone;\n";
        assertThat(drift(added)).isEmpty();
    }
}

package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java that the pages show. */
class JavaBlocksTest {

    /** The test kit runs the adapter, the starter's tests have JPA, and the rest are applications of dev/integrations. */
    private static final Set<String> ELSEWHERE =
            Set.of("adapters.md", "jpa-on-sqlite.md", "micronaut.md", "quarkus.md");

    @TempDir
    Path directory;

    static Stream<String> pages() throws IOException {
        return Block.all().stream()
                .filter(block -> block.language().equals("java") && !ELSEWHERE.contains(block.page()))
                .map(Block::page)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockOfAPageCompiles(String page) throws IOException {
        List<Block> blocks = Block.of(page, "java");
        assertThat(blocks).isNotEmpty();
        Project project = new Project(directory);
        for (Block block : blocks) {
            if (block.typeName().isPresent()) {
                project.addClass(block);
            } else {
                project.addPiece(block, "Piece" + block.line());
            }
        }
        project.compile();
    }

    @Test
    void theExampleOfTheReadmeMigrates() throws Exception {
        Project project = new Project(directory);
        for (Block block : Block.of("README.md", "java")) {
            project.addClass(block);
        }
        project.compile();
        project.add("migrations/0001-users.sql", "CREATE TABLE users (email TEXT);\n");

        Project.Ended ended = project.run("app.Example");

        assertThat(ended.output()).contains("The database went from 0 to 1.");
        assertThat(FastMigrate.sqlite(directory.resolve("data/app.db"))
                        .build()
                        .version()
                        .number())
                .isEqualTo(1);
    }

    /** The page on testing speaks of a table of books with one row, and of version 7 without tags. */
    @Test
    void theTestsOfThePageOnTestingPass() throws Exception {
        Project project = new Project(directory);
        for (Block block : Block.of("testing.md", "java")) {
            project.addClass(block);
        }
        project.compile();
        project.addResource("migrations/0001-books.sql", """
                CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                INSERT INTO book (title) VALUES ('Persuasion');
                """);
        for (int number = 2; number <= 7; number++) {
            project.addResource(
                    "migrations/000" + number + "-more.sql", "CREATE TABLE more_" + number + " (x TEXT);\n");
        }
        project.addResource("migrations/0008-tags.sql", "CREATE TABLE tag (name TEXT NOT NULL);\n");

        Project.Ended ended = project.run(
                RunTests.class.getName(), "app.BookTest", "app.MigrationsTest", "app.LintTest", "app.EntitiesTest");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}

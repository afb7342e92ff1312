package io.fastmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/first-ten-minutes.md, followed to the letter. */
class FirstTenMinutesTest {

    private static final String PAGE = "first-ten-minutes.md";

    @TempDir
    Path directory;

    @Test
    void leadsFromAnEmptyFolderToATestedApplication() throws Exception {
        Project project = new Project(directory);
        project.addApplication();
        List<Block> scripts = Block.of(PAGE, "sql");
        List<Block> code = Block.of(PAGE, "java");
        project.addResource("application.yml", Block.of(PAGE, "yaml").get(0).text());
        project.addResource("migrations/0001-create-books.sql", scripts.get(0).text());
        project.addClass(code.get(0));
        project.compile();

        Project.Ended first = project.run("app.Application");
        assertThat(first.exitCode()).as(first.output()).isZero();
        for (String line : log()) {
            assertThat(first.output()).contains(line);
        }
        Project.Ended second = project.run("app.Application");
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(second.output()).doesNotContain("Applied 0001-create-books.sql");
        assertThat(version()).isEqualTo(1);

        project.addResource("migrations/0002-add-pages.sql", scripts.get(1).text());
        Project.Ended third = project.run("app.Application");
        assertThat(third.exitCode()).as(third.output()).isZero();
        assertThat(version()).isEqualTo(2);

        project.addClass(code.get(1));
        project.compile();
        Project.Ended tests = project.run(RunTests.class.getName(), "app.BookStoreTest");
        assertThat(tests.exitCode()).as(tests.output()).isZero();
        assertThat(tests.output()).contains("1 tests successful");
    }

    /** Returns the lines that the page promises, up to what differs from run to run. */
    private List<String> log() throws Exception {
        return Block.of(PAGE, "")
                .get(0)
                .text()
                .lines()
                .map(line -> line.replaceFirst(" in \\d+ ms$", "").replace("/srv/books", directory.toString()))
                .toList();
    }

    private int version() {
        return FastMigrate.sqlite(directory.resolve("data/app.db"))
                .build()
                .version()
                .number();
    }
}

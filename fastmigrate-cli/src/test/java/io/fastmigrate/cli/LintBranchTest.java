package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A branch with what branches get wrong, linted against the one that it will be merged into, in a real repository. */
class LintBranchTest {

    private static final Pattern FINDING = Pattern.compile("migrations/(\\S+?):\\d+:\\d+: \\w+ (\\w+): .*");

    @TempDir
    private Path directory;

    @BeforeEach
    void branch() throws Exception {
        write("0001-author.sql", "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\n");
        write("0002-book.sql", """
            CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));
            CREATE INDEX book_author ON book (author_id);
            """);
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Ada");
        git("config", "user.email", "ada@example.org");
        git("add", ".");
        git("commit", "-q", "-m", "Authors and books");
        git("checkout", "-q", "-b", "tags");
        write("0001-author.sql", "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT, born INTEGER);\n");
        write("0002-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n");
        write("0003-author-name.sql", """
            ALTER TABLE author RENAME TO author_old;
            CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO author (id, name) SELECT id, name FROM author_old;
            DROP TABLE author_old;
            """);
    }

    private void write(String name, String text) throws Exception {
        Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(directory.resolve("migrations").resolve(name), text);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(out).isZero();
    }

    private GoldenCase.Outcome run(String... words) {
        List<String> command = new ArrayList<>(List.of("fastmigrate"));
        command.addAll(List.of(words));
        return GoldenTest.inProcess(directory, command);
    }

    private String text(String name) throws Exception {
        return Files.readString(directory.resolve("migrations").resolve(name));
    }

    private List<String> found() {
        return FINDING.matcher(run("lint", "--against", "main").out())
                .results()
                .map(each -> each.group(1) + " " + each.group(2))
                .toList();
    }

    @Test
    void eachMistakeIsAFindingAndItsSafeWayMendsIt() throws Exception {
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "0001-author.sql X1", "0002-tag.sql X1", "0003-author-name.sql S2", "0003-author-name.sql S21");
        assertThat(run("lint", "--against", "main").exitCode()).isEqualTo(1);

        GoldenCase.Outcome fixed = run("lint", "--against", "main", "--fix");

        assertThat(fixed.exitCode()).as(fixed.out() + fixed.err()).isZero();
        assertThat(fixed.out())
                .contains(
                        "Fixed: 0001-author.sql (X1): ",
                        "Fixed: 0002-tag.sql (X1): is 0003-tag.sql now.",
                        "Fixed: 0003-author-name.sql (S2): ",
                        "No findings in ");
        assertThat(text("0001-author.sql")).isEqualTo("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\n");
        assertThat(text("0001-author.sql.edited")).contains("born INTEGER");
        assertThat(text("0004-author-name.sql")).isEqualTo("""
            CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO author_new (id, name) SELECT id, name FROM author;
            DROP TABLE author;
            ALTER TABLE author_new RENAME TO author;
            """);
        assertThat(found()).isEmpty();
        assertThat(run("lint", "--against", "main").exitCode()).isZero();
        assertThat(run("create").exitCode()).isZero();
        assertThat(run("migrate").out()).contains("0003-tag.sql", "0004-author-name.sql");
    }

    @Test
    void aDryRunPrintsTheFilesAndChangesNone() throws Exception {
        GoldenCase.Outcome dry = run("lint", "--against", "main", "--fix", "--dry-run");

        assertThat(dry.exitCode()).isEqualTo(1);
        assertThat(dry.out())
                .contains(
                        "Would fix: 0002-tag.sql (X1): is 0003-tag.sql now.",
                        "Would rename migrations/0002-tag.sql to migrations/0003-tag.sql",
                        "Would write migrations/0004-author-name.sql\n    CREATE TABLE author_new (");
        assertThat(run("lint", "--against", "main", "--fix", "--dry-run", "--json")
                        .out())
                .contains("\"written\": false", "\"from\": \"migrations/0002-tag.sql\"", "\"fixed\": true");
        assertThat(found()).hasSize(4);
        assertThat(run("lint", "--dry-run").exitCode()).isEqualTo(2);
    }
}

package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Version;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule X1, with a real repository. */
class GitComparisonTest {

    @TempDir
    private Path directory;

    private Path migrations;

    @BeforeEach
    void newRepository() throws Exception {
        migrations = Files.createDirectories(directory.resolve("migrations"));
        write("0001-author.sql", "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);");
        write("0003-book.sql", "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);");
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "First");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(migrations.resolve(name), text);
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

    private List<String> found() {
        LintReport report =
                Linter.of(new Scripts(directory).fastMigrate()).against("main").lint();
        return report.findings().stream()
                .map(each -> each.script().fileName() + " " + each.rule().id())
                .toList();
    }

    @Test
    void anEditedScriptIsFoundAndATidiedOneIsNot() throws IOException {
        write("0001-author.sql", RuleSheets.of("X1").scripts("safe").get(0));
        assertThat(found()).isEmpty();

        write("0001-author.sql", RuleSheets.of("X1").scripts("unsafe").get(0));
        assertThat(found()).containsExactly("0001-author.sql X1");
    }

    @Test
    void aRenumberedScriptIsFound() throws IOException {
        Files.move(migrations.resolve("0003-book.sql"), migrations.resolve("0004-book.sql"));

        assertThat(found()).containsExactly("0004-book.sql X1");
    }

    @Test
    void aNumberThatIsTakenOrLowerIsFound() throws IOException {
        write("0002-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);");
        write("0004-note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);");
        assertThat(found()).containsExactly("0002-tag.sql X1");

        Files.delete(migrations.resolve("0003-book.sql"));
        Files.move(migrations.resolve("0002-tag.sql"), migrations.resolve("0003-tag.sql"));
        assertThat(found()).containsExactly("0003-book.sql X1", "0003-tag.sql X1");
    }

    @Test
    void aNumberThatTwoScriptsHaveIsFoundInTheOneThatIsNotMerged() throws IOException {
        write("0003-a-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);");

        assertThat(found()).containsExactly("0003-a-tag.sql X1");
    }

    @Test
    void aDeletedScriptIsFound() throws IOException {
        Files.delete(migrations.resolve("0003-book.sql"));

        assertThat(found()).containsExactly("0003-book.sql X1");
    }

    @Test
    void aSquashedScriptReplacesOthers() throws IOException {
        Files.delete(migrations.resolve("0001-author.sql"));
        Files.delete(migrations.resolve("0003-book.sql"));
        write(
                "0003-squashed.sql",
                new SquashedRange(new Version(1), new Version(3)).marker() + "\nCREATE TABLE author (id);");

        assertThat(found()).isEmpty();
    }

    @Test
    void aNumberThatLeavesAGapIsFound() throws IOException {
        write("0005-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);");
        assertThat(found()).containsExactly("0005-tag.sql X1");

        write("0004-note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);");
        assertThat(found()).isEmpty();
    }

    @Test
    void anEditOfAnAppliedScriptIsFoundToo() throws IOException {
        write("0001-author.sql", RuleSheets.of("X1").scripts("unsafe").get(0));

        LintReport report = Linter.of(new Scripts(directory).fastMigrate())
                .above(new Version(3))
                .against("main")
                .lint();

        assertThat(report.scripts()).isEmpty();
        assertThat(report.findings()).hasSize(1);
    }
}

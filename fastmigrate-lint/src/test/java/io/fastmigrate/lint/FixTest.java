package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fixed in a real repository, and what stays. */
class FixTest {

    private static final String AUTHOR = "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\n";

    @TempDir
    private Path directory;

    private Path migrations;

    @BeforeEach
    void newRepository() throws Exception {
        migrations = Files.createDirectories(directory.resolve("migrations"));
        write("0001-author.sql", AUTHOR);
        write("0002-book.sql", """
                CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));
                CREATE INDEX book_author ON book (author_id);
                """);
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "First");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(migrations.resolve(name), text);
    }

    private String text(String name) throws IOException {
        return Files.readString(migrations.resolve(name));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(migrations)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
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

    private Linter linter() {
        return Linter.of(new Scripts(directory).fastMigrate()).against("main");
    }

    private List<String> found() {
        return linter().lint().findings().stream()
                .map(each -> each.script().fileName() + " " + each.rule().id())
                .toList();
    }

    private List<String> fix() {
        FixPlan plan = linter().planFixes();
        plan.write();
        return plan.fixes().stream().map(Fix::toString).toList();
    }

    private static String rebuild(String table, String definition, String columns) {
        return "ALTER TABLE " + table + " RENAME TO " + table + "_old;\n" + "CREATE TABLE " + table + " " + definition
                + ";\n" + "INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + table
                + "_old; -- all of them\n" + "DROP TABLE " + table + "_old;\n";
    }

    @Test
    void keepsTheOrderOfScriptsThatGetOtherNumbers() throws Exception {
        write("0002-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);\n");
        write("0003-tag-name.sql", "ALTER TABLE tag ADD COLUMN name TEXT;\n");

        assertThat(fix()).containsExactly("0002-tag.sql (X1): is 0003-tag.sql now.");
        assertThat(files()).containsExactly("0001-author.sql", "0002-book.sql", "0003-tag.sql", "0004-tag-name.sql");
        assertThat(found()).isEmpty();
    }

    @Test
    void bringsARebuildIntoTheSafeOrderAndKeepsItsComments() throws Exception {
        write(
                "0003-name.sql",
                "-- names are required\n"
                        + rebuild("author", "(id INTEGER PRIMARY KEY, name TEXT NOT NULL)", "id, name"));
        write("0004-tag.sql", "CREATE TABLE tag (name TEXT DEFAULT \"none\");\n");

        assertThat(fix())
                .containsExactly(
                        "0003-name.sql (S2): makes the new table first, then copies, drops and renames.",
                        "0004-tag.sql (S12): writes the string in single quotes.");
        assertThat(text("0003-name.sql")).isEqualTo("""
                -- names are required
                CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                INSERT INTO author_new (id, name) SELECT id, name FROM author; -- all of them
                DROP TABLE author;
                ALTER TABLE author_new RENAME TO author;
                """);
        assertThat(text("0004-tag.sql")).isEqualTo("CREATE TABLE tag (name TEXT DEFAULT 'none');\n");
        assertThat(found()).isEmpty();
    }

    @Test
    void makesStatementsThatWereAddedToAMergedScriptTheNextScript() throws Exception {
        write("0001-author.sql", AUTHOR + "CREATE TABLE country (code TEXT NOT NULL PRIMARY KEY);\n");
        write("0003-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);\n");

        assertThat(fix()).hasSize(1);
        assertThat(text("0001-author.sql")).isEqualTo(AUTHOR);
        assertThat(text("0003-author-more.sql")).isEqualTo("CREATE TABLE country (code TEXT NOT NULL PRIMARY KEY);\n");
        assertThat(files()).contains("0004-tag.sql").hasSize(4);
        assertThat(found()).isEmpty();
    }

    @Test
    void keepsAnEditOfAMergedScriptBesideIt() throws Exception {
        String edited = AUTHOR.replace("name TEXT", "name TEXT NOT NULL");
        write("0001-author.sql", edited);
        write("0001-author.sql.edited", "of another day");

        assertThat(fix()).hasSize(1);
        assertThat(text("0001-author.sql")).isEqualTo(AUTHOR);
        assertThat(text("0001-author.sql.edited")).isEqualTo("of another day");
        assertThat(text("0001-author.sql.edited2")).isEqualTo(edited);
    }

    @Test
    void changesNothingIfALaterScriptNeedsTheEdit() throws Exception {
        write("0001-author.sql", AUTHOR.replace("name TEXT", "name TEXT, born INTEGER"));
        write("0003-born.sql", "CREATE INDEX author_born ON author (born);\n");
        List<String> before = files();

        assertThat(fix()).singleElement().asString().contains("0001-author.sql (X1)", "cannot run", "born");
        assertThat(files()).isEqualTo(before);
        assertThat(text("0001-author.sql")).contains("born");
    }

    @Test
    void givesDeletedAndRenamedScriptsBack() throws Exception {
        Files.delete(migrations.resolve("0001-author.sql"));
        Files.move(migrations.resolve("0002-book.sql"), migrations.resolve("0002-books.sql"));

        assertThat(fix()).hasSize(2);
        assertThat(files()).containsExactly("0001-author.sql", "0002-book.sql");
        assertThat(found()).isEmpty();
    }

    @Test
    void leavesWhatWasApplied() throws Exception {
        String unsafe = rebuild("author", "(id INTEGER PRIMARY KEY, name TEXT NOT NULL)", "id, name");
        write("0003-name.sql", unsafe);
        new Scripts(directory).fastMigrate().create();
        new Scripts(directory).fastMigrate().migrate();

        assertThat(fix()).containsExactly("0003-name.sql (S2): the database has applied it.");
        assertThat(text("0003-name.sql")).isEqualTo(unsafe);
    }

    @Test
    void knowsByTheHistoryWhichOfTwoScriptsWasApplied() throws Exception {
        new Scripts(directory).fastMigrate().create();
        new Scripts(directory).fastMigrate().migrate();
        write("0002-a.sql", "CREATE TABLE tag (name TEXT DEFAULT \"none\");\n");

        FixPlan plan =
                Linter.of(new Scripts(directory).fastMigrate()).onlyPending().planFixes();
        plan.write();

        assertThat(files()).containsExactly("0001-author.sql", "0002-book.sql", "0003-a.sql");
        assertThat(text("0003-a.sql")).contains("'none'");
    }

    @Test
    void leavesARebuildThatItDoesNotUnderstand() throws Exception {
        String unsafe = rebuild("author", "(id INTEGER PRIMARY KEY, name TEXT NOT NULL)", "id, name")
                .replace("DROP TABLE author_old;\n", "");
        write("0003-name.sql", unsafe);

        assertThat(fix()).singleElement().asString().contains("does not make author again and drop author_old");
        assertThat(text("0003-name.sql")).isEqualTo(unsafe);
    }

    @Test
    void fixesTheRestOfAScriptWithSuchARebuild() throws Exception {
        String rebuild = rebuild("author", "(id INTEGER PRIMARY KEY, name TEXT NOT NULL)", "id, name")
                .replace("DROP TABLE author_old;\n", "");
        write("0003-name.sql", rebuild + "CREATE TABLE tag (name TEXT DEFAULT \"none\");\n");

        assertThat(fix()).hasSize(2).last().asString().contains("(S12): writes the string in single quotes");
        assertThat(text("0003-name.sql")).isEqualTo(rebuild + "CREATE TABLE tag (name TEXT DEFAULT 'none');\n");
    }

    @Test
    void refusesWhereItIsNotKnownWhatWasApplied() {
        assertThatThrownBy(() -> Linter.of(new Scripts(directory).fastMigrate()).planFixes())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("which of them were applied");
        assertThatThrownBy(() -> linter().withoutSchema().planFixes())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("the schema is built");
    }

    @Test
    void changesNothingIfAFileWasChangedInTheMeantime() throws Exception {
        write("0002-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);\n");
        FixPlan plan = linter().planFixes();
        write("0002-tag.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT);\n");

        assertThatThrownBy(plan::write)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("0002-tag.sql was changed in the meantime")
                .hasMessageContaining("Nothing was changed");
        assertThat(files()).containsExactly("0001-author.sql", "0002-book.sql", "0002-tag.sql");
    }
}

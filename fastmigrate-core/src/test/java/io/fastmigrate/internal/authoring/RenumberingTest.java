package io.fastmigrate.internal.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Policy;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenumberingTest {

    @TempDir
    Path directory;

    private FastMigrate fastMigrate(Path... more) {
        Path[] all = Stream.concat(Stream.of(migrations()), Stream.of(more)).toArray(Path[]::new);
        return FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(all)
                .lateScripts(Policy.IGNORE)
                .build();
    }

    private Path migrations() {
        return directory.resolve("migrations");
    }

    private void script(String... names) throws IOException {
        Files.createDirectories(migrations());
        for (String name : names) {
            Files.writeString(migrations().resolve(name), "-- " + name);
        }
    }

    private String renumber(String script) {
        return fastMigrate().renumber(script, Version.ZERO).getFileName().toString();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(migrations())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void refuses(String script, String... words) throws IOException {
        List<String> before = names();
        assertThatThrownBy(() -> renumber(script))
                .isInstanceOf(FastMigrateException.class)
                .hasMessageContainingAll(words);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void theScriptThatIsNamedGetsTheNextFreeNumberAndKeepsItsTextAndTheRestOfItsName() throws Exception {
        script("0001-a.sql", "0007-add tags_é.py", "0007-other.sql", "0009_meant.sql");
        assertThat(renumber("0007-add tags_é.py")).isEqualTo("0010-add tags_é.py");
        assertThat(migrations().resolve("0010-add tags_é.py")).hasContent("-- 0007-add tags_é.py");
        assertThat(renumber("7")).isEqualTo("0011-other.sql");
        assertThat(names()).containsExactly("0001-a.sql", "0009_meant.sql", "0010-add tags_é.py", "0011-other.sql");
        assertThat(fastMigrate().renumber(migrations().resolve("0001-a.sql").toString(), new Version(40)))
                .hasFileName("0041-a.sql");
    }

    @Test
    void aScriptAboveAllOthersKeepsItsNumber() throws Exception {
        script("0001-a.sql", "0005-b.sh");
        assertThat(renumber("0005-b.sh")).isEqualTo("0005-b.sh");
        assertThat(fastMigrate().renumber("5", new Version(4))).hasFileName("0005-b.sh");
        assertThat(fastMigrate().renumber("5", new Version(5))).hasFileName("0006-b.sh");
        assertThat(names()).containsExactly("0001-a.sql", "0006-b.sh");
    }

    @Test
    void aScriptStaysInItsDirectoryAndItsNumberIsAboveThoseOfAll() throws Exception {
        script("0001-a.sql", "0008-b.sql");
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createFile(other.resolve("0001-a.sql"));
        FastMigrate both = fastMigrate(other);
        assertThatThrownBy(() -> both.renumber("0001-a.sql", Version.ZERO))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("There are 2 scripts with the name 0001-a.sql");
        assertThat(both.renumber(other.resolve("0001-a.sql").toString(), Version.ZERO))
                .isEqualTo(other.resolve("0009-a.sql"))
                .exists();
    }

    @Test
    void refusesWhatIsNoScriptOrMeansTwo() throws Exception {
        script("0007-a.sql", "0007-b.sql", "0008_c.sql", "README.md");
        refuses("0007", "There are 2 scripts with the number 0007: ", "0007-a.sql", "0007-b.sql");
        refuses("0008", "There is no script 0008");
        refuses("README.md", "There is no script README.md");
        refuses("migrations/0007-a.sql", "There is no script migrations/0007-a.sql");
        refuses("", "There is no script");
        script("9999-last.sql");
        refuses("0007-a.sql", "No number is left: 9999 is taken.");
    }

    @Test
    void refusesAScriptThatTheDatabaseHasApplied() throws Exception {
        script("0001-a.sql", "0002-b.sql");
        fastMigrate().create();
        fastMigrate().migrate();
        script("0003-c.sql");
        refuses("0001-a.sql", "0001-a.sql was applied: the database is at version 2: " + directory.resolve("app.db"));
        refuses("2", "0002-b.sql was applied");
        assertThat(renumber("3")).isEqualTo("0003-c.sql");
    }

    @Test
    void ofTwoScriptsWithOneNumberOnlyTheOneThatWasAppliedIsRefused() throws Exception {
        script("0001-a.sql", "0003-b.sql");
        fastMigrate().create();
        fastMigrate().migrate();
        script("0003-came-later.sql", "0002-late.sql");
        refuses("0003-b.sql", "0003-b.sql was applied");
        assertThat(renumber("0003-came-later.sql")).isEqualTo("0004-came-later.sql");
        assertThat(renumber("0002-late.sql")).isEqualTo("0005-late.sql");
        assertThat(fastMigrate().migrate().after()).isEqualTo(new Version(5));
    }

    @Test
    void aScriptWhoseFileWasRenamedAfterItRanIsRefused() throws Exception {
        script("0001-a.sql");
        fastMigrate().create();
        fastMigrate().migrate();
        Files.move(migrations().resolve("0001-a.sql"), migrations().resolve("0001-renamed.sql"));
        refuses("1", "0001-renamed.sql was applied");
    }

    @Test
    void whatTheDatabaseHasWithoutAHistoryIsRefused() throws Exception {
        script("0001-a.sql");
        FastMigrate without = FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(migrations())
                .withoutHistory()
                .build();
        without.create();
        without.migrate();
        refuses("1", "0001-a.sql was applied", "its history does not have this number");
    }

    @Test
    void refusesAScriptThatReplacesOthers() throws Exception {
        script("0008-a.sql");
        Files.writeString(
                migrations().resolve("0007-b.sql"), "\uFEFF-- 0007-b.sql\r\n-- fastmigrate: squashes 0001..0007\r\n");
        assertThatThrownBy(() -> renumber("0007"))
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("0007-b.sql has the number of the last script that it replaces: 0001..0007");
    }

    @Test
    void aLinkIsRenamedAndNotWhatItLeadsTo() throws Exception {
        script("0002-a.sql");
        Path text = Files.writeString(directory.resolve("text.sql"), "SELECT 1;");
        Files.createSymbolicLink(migrations().resolve("0001-link.sql"), text);
        assertThat(renumber("1")).isEqualTo("0003-link.sql");
        assertThat(migrations().resolve("0003-link.sql")).isSymbolicLink();
    }
}

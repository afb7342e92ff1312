package io.fastmigrate.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFilesTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    DatabaseFilesTest() {}

    @BeforeEach
    void makeSome() throws Exception {
        for (String name : List.of("top.db", "a/one.db", "a/b/two.db", "a/b/c/three.db", "other/two.db")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.createFile(file);
        }
    }

    private List<String> matching(String pattern) {
        return DatabaseFiles.matching(directory, pattern);
    }

    /** Or the databases right in the folder would stay at their old version without a word. */
    @Test
    void twoStarsAreAnyNumberOfFoldersAndNoneToo() {
        assertThat(matching("**/*.db"))
                .containsExactlyInAnyOrder("top.db", "a/one.db", "a/b/two.db", "a/b/c/three.db", "other/two.db");
        assertThat(matching("a/**/*.db")).containsExactlyInAnyOrder("a/one.db", "a/b/two.db", "a/b/c/three.db");
        assertThat(matching("a/**/b/**/t*.db")).containsExactlyInAnyOrder("a/b/two.db", "a/b/c/three.db");
    }

    @Test
    void aStarIsNoFolder() {
        assertThat(matching("*.db")).containsExactly("top.db");
        assertThat(matching("{a,other}/*.db")).containsExactlyInAnyOrder("a/one.db", "other/two.db");
    }
}

package io.fastmigrate.internal.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.EnrollFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process writes into the new directory after it was found empty. */
class NewDirectoryTest {

    @TempDir
    Path directory;

    private Path scripts;
    private NewDirectory target;

    @BeforeEach
    void write() throws IOException {
        scripts = Files.createDirectory(directory.resolve("draft"));
        Files.writeString(scripts.resolve("0001-a.sql"), "SELECT 1;\n");
        target = new NewDirectory(Files.createDirectory(directory.resolve("new")));
    }

    @Test
    void takesTheSameScriptsForItsOwn() throws Exception {
        assertThat(target.holds(scripts)).isFalse();
        Files.writeString(target.path().resolve("0001-a.sql"), "SELECT 1;\n");
        assertThat(target.holds(scripts)).isTrue();
        assertThat(target.take(scripts)).isFalse();
    }

    @Test
    void refusesOtherScriptsUntilTheVeryEnd() throws Exception {
        assertThat(target.holds(scripts)).isFalse();
        Path other = Files.writeString(target.path().resolve("0001-a.sql"), "SELECT 2;\n");
        assertThatThrownBy(() -> target.holds(scripts))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> target.take(scripts))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContaining("The scripts cannot be moved to " + target.path());
        assertThat(other).hasContent("SELECT 2;\n");
        assertThat(scripts.resolve("0001-a.sql")).exists();
    }
}

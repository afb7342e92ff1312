package io.fastmigrate.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShadowDirectoryTest {

    /** A number that no process has. */
    private static Path ofOtherProcess() throws IOException {
        Path directory = Files.createTempDirectory("fastmigrate-shadow-99999999-");
        Files.writeString(directory.resolve("empty.db"), "left");
        return directory;
    }

    @Test
    void isPrivateAndGoneWhenItIsClosed() throws IOException {
        Path path;
        try (ShadowDirectory directory = ShadowDirectory.create()) {
            path = directory.path();
            Files.writeString(path.resolve("empty.db"), "x");
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertThat(Files.getPosixFilePermissions(path)).hasSize(3);
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void removesWhatAKilledProcessHasLeft() throws IOException {
        Path left = ofOtherProcess();
        Files.createFile(left.resolve("lock"));
        ShadowDirectory.create().close();
        assertThat(left).doesNotExist();
    }

    @Test
    void leavesOneThatIsBeingMade() throws IOException {
        Path made = ofOtherProcess();
        ShadowDirectory.create().close();
        assertThat(made).exists();
        Files.delete(made.resolve("empty.db"));
        Files.delete(made);
    }

    @Test
    void leavesTheOthersOfThisProcess() throws IOException {
        try (ShadowDirectory one = ShadowDirectory.create();
                ShadowDirectory two = ShadowDirectory.create()) {
            assertThat(two.path()).exists();
            assertThat(one.path()).exists();
        }
    }
}

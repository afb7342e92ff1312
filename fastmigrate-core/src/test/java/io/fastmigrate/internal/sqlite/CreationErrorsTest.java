package io.fastmigrate.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a database from being created is told as such: never that there is none, and that it must be created first. */
class CreationErrorsTest {

    @TempDir
    Path directory;

    private DatabaseUnusableException failure(Path database) throws Exception {
        DatabaseUnusableException failure = catchThrowableOfType(
                DatabaseUnusableException.class,
                () -> FastMigrate.sqlite(database).migrations(directory).build().create());
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).startsWith("The database cannot be created: " + database + " (");
        assertThat(failure.advice()).doesNotContain("fastmigrate create");
        return failure;
    }

    @Test
    void countsThePathThatSqliteCannotOpen() throws Exception {
        Path deep = directory.resolve("d".repeat(200)).resolve("e".repeat(200)).resolve("f".repeat(100));
        DatabaseUnusableException failure = failure(deep.resolve("app.db"));
        assertThat(failure)
                .hasMessageContaining("bytes, and SQLite allows at most 504")
                .hasMessageContaining("Nothing");
        assertThat(failure.advice()).isEqualTo("Choose a shorter path.");
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void countsTheNameThatTheFileSystemCannotTake() throws Exception {
        DatabaseUnusableException failure = failure(directory.resolve("ä".repeat(120) + ".db"));
        assertThat(failure).hasMessageContaining("file systems allow at most 255");
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void namesTheFileInPlaceOfADirectory() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        assertThat(failure(directory.resolve("file/sub/app.db")))
                .hasMessageContaining(directory.resolve("file") + " is a file, not a directory");
    }

    @Test
    void namesTheLinkThatLeadsNowhere() throws Exception {
        Files.createSymbolicLink(directory.resolve("volume"), Path.of("not-mounted"));
        assertThat(failure(directory.resolve("volume/app.db")))
                .hasMessageContaining(
                        directory.resolve("volume") + " is a symbolic link to a file that does" + " not exist");
        assertThat(Sandbox.names(directory)).containsExactly("volume");
    }

    @Test
    void saysOfAPathThatCannotBeSeenThatItCannotBeOpened() {
        Path database = directory.resolve("x".repeat(300)).resolve("app.db");
        DatabaseUnusableException failure = catchThrowableOfType(
                DatabaseUnusableException.class,
                () -> FastMigrate.sqlite(database).migrations(directory).build().version());
        assertThat(failure)
                .hasMessageStartingWith("The database cannot be opened: " + database)
                .hasMessageContaining("300 bytes");
    }

    @Test
    void namesADirectoryInPlace() throws Exception {
        Path database = Files.createDirectory(directory.resolve("app.db"));
        DatabaseUnusableException failure = catchThrowableOfType(
                DatabaseUnusableException.class,
                () -> FastMigrate.sqlite(database).migrations(directory).build().create());
        assertThat(failure.problem()).isEqualTo(Problem.NOT_A_FILE);
        assertThat(Sandbox.names(directory)).containsExactly("app.db");
    }
}

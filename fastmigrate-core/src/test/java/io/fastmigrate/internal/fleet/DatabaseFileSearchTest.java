package io.fastmigrate.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFileSearchTest {

    @TempDir
    Path directory;

    private List<String> found(String glob) throws IOException {
        return Fleet.findFiles(directory, directory.getFileSystem().getPathMatcher("glob:" + glob), Integer.MAX_VALUE)
                .stream()
                .map(file -> directory.relativize(file).toString())
                .toList();
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void findsDatabasesAndNothingThatStandsBesideThem() throws IOException {
        files("b.db", "a.db", "deep/er/c.db", "deep/name with blanks.db");
        files(
                "a.db-wal",
                "a.db-shm",
                "a.db-journal",
                "a.db-mj01234ABCD",
                "d.duckdb.wal",
                "a.db.fastmigrate.lock",
                "a.db.backup.fastmigrate.lock",
                "a.db.backup.held.fastmigrate.lock",
                "a.db.fastmigrate-new",
                "a.db.fastmigrate-new-journal",
                "a.db.20260131_093000.backup",
                "a.db.20260131_093000_12.backup",
                "a.db.20260131_093000.backup-wal",
                "a.db.20260131_093000.backup.unfinished",
                "a.db.20260131_093000.backup.unfinished-journal",
                "a.db.20260131_093000.backup.unfinished.wal",
                "a.db.20260131_093000.backup.fastmigrate.lock",
                ".fastmigrate-rehearsal-1-a.db/a.db",
                ".fastmigrate-rehearsal-1-a.db.fastmigrate.lock",
                ".fastmigrate-adopt-1-5f3a9c/proof.db",
                "deep/.fastmigrate-rehearsal-8123/a.db");

        assertThat(found("**")).containsExactly("a.db", "b.db", "deep/er/c.db", "deep/name with blanks.db");
        assertThat(found("**.db")).contains("a.db", "deep/er/c.db").noneMatch(name -> name.contains("rehearsal"));
        assertThat(found("*")).containsExactly("a.db", "b.db");
    }

    @Test
    void passesOverAPrivateCopyThatItMayNotRead() throws IOException {
        files("a.db", ".fastmigrate-rehearsal-1-a.db/a.db");
        Path closed = directory.resolve(".fastmigrate-rehearsal-1-a.db");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assertThat(found("**")).containsExactly("a.db");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }
}

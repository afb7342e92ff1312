package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Where SQLite cannot be unpacked: containers with a read-only root, or with a directory that is mounted noexec. */
class NativeLibraryIT {

    @TempDir
    Path directory;

    private Path database;

    @BeforeEach
    void createDatabase() {
        database = directory.resolve("app.db");
        FastMigrate.sqlite(database).migrations(directory).build().create();
    }

    private void failsWith(Path temporary, String setting, String reason, String command) throws Exception {
        // What the driver itself logs is for the application to show or to hide.
        List<String> options = List.of(
                "-D" + setting + "=" + temporary,
                "-Dorg.sqlite.lib.path=" + directory,
                "-Dorg.slf4j.simpleLogger.log.org.sqlite=off");
        try (ChildJvm child =
                ChildJvm.start(List.of(), options, List.of(command, database.toString(), directory.toString(), "-"))) {
            assertThat(child.exit()).as(child.output()).isEqualTo(1);
            assertThat(child.output())
                    .contains("DatabaseUnusableException: SQLite's native library cannot be unpacked")
                    .contains("directory " + temporary + " (" + setting + ")")
                    .contains(reason)
                    .contains("-Dorg.sqlite.tmpdir=")
                    .contains("org.sqlite.lib.path")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void namesADirectoryThatIsNotThere() throws Exception {
        failsWith(directory.resolve("absent"), "java.io.tmpdir", "it does not exist", "version");
    }

    /** The driver tells why the first time alone; then it fails with an error of the virtual machine. */
    @Test
    void namesAFileInItsPlaceTheSecondTimeToo() throws Exception {
        failsWith(Files.writeString(directory.resolve("file"), ""), "java.io.tmpdir", "it is not a directory", "twice");
    }

    @Test
    void namesTheDirectoryOfTheDriversOwnSetting() throws Exception {
        failsWith(directory.resolve("absent"), "org.sqlite.tmpdir", "it does not exist", "migrate");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void namesTheOptionWhereJavaForbidsNativeAccessTheSecondTimeToo() throws Exception {
        List<String> options = List.of("--illegal-native-access=deny", "-Dorg.slf4j.simpleLogger.log.org.sqlite=off");
        try (ChildJvm child =
                ChildJvm.start(List.of(), options, List.of("twice", database.toString(), directory.toString(), "-"))) {
            assertThat(child.exit()).as(child.output()).isEqualTo(1);
            assertThat(child.output())
                    .contains("Java does not allow the SQLite driver to load its native library")
                    .contains("--enable-native-access=ALL-UNNAMED")
                    .doesNotContain("cannot be unpacked", "\tat ");
        }
    }

    @Test
    void namesADirectoryThatNothingMayBeExecutedFrom() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("noexec"));
        assumeThat(Fixture.runs("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", mount.toString()))
                .as("skipped: only root on Linux can mount")
                .isTrue();
        try {
            failsWith(mount, "java.io.tmpdir", "may be mounted noexec", "version");
            assumeThat(Fixture.runs("mount", "-o", "remount,ro", mount.toString()))
                    .isTrue();
            failsWith(mount, "java.io.tmpdir", "is mounted read-only", "version");
        } finally {
            assertThat(Fixture.runs("umount", "-l", mount.toString())).isTrue();
        }
    }
}

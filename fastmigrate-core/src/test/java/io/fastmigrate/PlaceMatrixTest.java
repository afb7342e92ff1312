package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.error.FastMigrateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command meets every place that cannot be right: it says what is wrong there, and knows what it was to do. */
class PlaceMatrixTest {

    private static final List<String> COMMANDS = List.of(
            "create", "status", "plan", "migrate", "rehearse", "backup", "restore", "enroll", "adopt", "rebuild");

    @TempDir
    Path directory;

    private final List<Path> mounted = new ArrayList<>();
    private Path backup = Path.of("");

    @BeforeEach
    void makeBackup() {
        Sandbox good = Sandbox.in(directory.resolve("good"));
        backup = good.managed().backUp();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    missing          | status               | OK
                    missing          | restore              | was not restored. Database file does not exist
                    missing          | create               | OK
                    missing          | others               | Database file does not exist
                    missing parent   | status               | OK
                    missing parent   | restore              | was not restored. Database file does not exist
                    missing parent   | create               | OK
                    missing parent   | others               | Database file does not exist
                    directory        | backup               | No backup was made. This is not a database file
                    directory        | others               | This is not a database file but a directory or a device
                    pipe             | backup               | No backup was made. This is not a database file
                    pipe             | others               | This is not a database file but a directory or a device
                    below a file     | create               | cannot be created#is a file, not a directory
                    below a file     | others               | cannot be opened#is a file, not a directory
                    other content    | backup               | No backup was made. This file is not a SQLite database
                    other content    | restore              | was not restored. This file is not a SQLite database
                    other content    | others               | This file is not a SQLite database
                    cut off          | backup               | The copy did not pass SQLite's check
                    cut off          | restore              | was not restored#corrupt
                    cut off          | others               | The database is corrupt
                    name too long    | create               | cannot be created#file systems allow at most 255
                    name too long    | others               | cannot be opened#file systems allow at most 255
                    path too long    | create               | cannot be created#SQLite allows at most
                    path too long    | others               | cannot be opened#SQLite allows at most
                    no permission    | create               | cannot be created#may not write in the directory
                    no permission    | status               | OK
                    no permission    | others               | Database file does not exist
                    full disk        | create               | cannot be created#is full
                    full disk        | status               | OK
                    full disk        | others               | Database file does not exist
                    """)
    void saysWhatIsWrong(String place, String command, String expected) throws Exception {
        for (String each : command.equals("others") ? COMMANDS : List.of(command)) {
            if (command.equals("others") && isNamed(place, each)) {
                continue;
            }
            Path root = Files.createDirectory(directory.resolve(each));
            Path database = database(place, root);
            Throwable failure = catchThrowable(() -> run(each, database, root));
            if (expected.equals("OK")) {
                assertThat(failure).as(each).isNull();
            } else {
                assertThat(failure).as(each).isInstanceOf(FastMigrateException.class);
                for (String part : expected.split("#", -1)) {
                    assertThat(failure).as(each).hasMessageContaining(part);
                }
            }
        }
    }

    /** Tells whether a place has a row for its own command. */
    private static boolean isNamed(String place, String command) {
        return switch (place) {
            case "missing", "missing parent" ->
                List.of("status", "restore", "create").contains(command);
            case "directory", "pipe" -> command.equals("backup");
            case "below a file", "name too long", "path too long" -> command.equals("create");
            case "other content", "cut off" -> List.of("backup", "restore").contains(command);
            default -> List.of("create", "status", "restore").contains(command);
        };
    }

    private Path database(String place, Path root) throws Exception {
        Path database = root.resolve("app.db");
        switch (place) {
            case "missing" -> {}
            case "missing parent" -> database = root.resolve("a/b/app.db");
            case "directory" -> Files.createDirectory(database);
            case "pipe" -> {
                Process made = new ProcessBuilder("mkfifo", database.toString()).start();
                assumeThat(made.waitFor()).isZero();
            }
            case "below a file" ->
                database = Files.writeString(root.resolve("file"), "x").resolve("app.db");
            case "other content" -> Files.writeString(database, "no database ".repeat(1000));
            case "cut off" -> {
                byte[] whole = Files.readAllBytes(backup);
                Files.write(database, Arrays.copyOf(whole, whole.length - 100));
            }
            case "name too long" -> database = root.resolve("x".repeat(260) + ".db");
            case "path too long" -> database = root.resolve(("x".repeat(200) + "/").repeat(3) + "app.db");
            case "no permission" -> {
                Path closed = Files.createDirectory(root.resolve("closed"));
                assumeThat(closed.toFile().setWritable(false)).isTrue();
                assumeThat(Files.isWritable(closed))
                        .as("this user may not do everything")
                        .isFalse();
                database = closed.resolve("app.db");
            }
            case "full disk" -> database = fullDisk(root).resolve("app.db");
            default -> throw new IllegalArgumentException(place);
        }
        return database;
    }

    /** Where this user may mount one. */
    private Path fullDisk(Path root) throws Exception {
        Path disk = Files.createDirectory(root.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        assumeThat(mount.waitFor()).as("the right to mount").isZero();
        mounted.add(disk);
        Files.write(disk.resolve("filling"), new byte[16 * 1024]);
        return disk;
    }

    @AfterEach
    void unmount() throws Exception {
        for (Path disk : mounted) {
            assertThat(new ProcessBuilder("umount", disk.toString()).start().waitFor())
                    .isZero();
        }
    }

    private void run(String command, Path database, Path root) throws Exception {
        Path migrations = Files.createDirectory(root.resolve("migrations"));
        Path flyway = Files.createDirectory(root.resolve("flyway"));
        Files.writeString(flyway.resolve("V1__a.sql"), "CREATE TABLE a (b);");
        FastMigrate fastMigrate =
                FastMigrate.sqlite(database).migrations(migrations).build();
        Map<String, Callable<Object>> calls = new LinkedHashMap<>();
        calls.put("create", fastMigrate::create);
        calls.put("status", fastMigrate::status);
        calls.put("plan", fastMigrate::plan);
        calls.put("migrate", fastMigrate::migrate);
        calls.put("rehearse", fastMigrate::rehearse);
        calls.put("backup", fastMigrate::backUp);
        calls.put("restore", () -> fastMigrate.restore(backup));
        calls.put("enroll", fastMigrate::enroll);
        calls.put("adopt", () -> fastMigrate.adopt(Adoption.Source.of(flyway)));
        calls.put("rebuild", () -> fastMigrate.rebuildScript("t"));
        Objects.requireNonNull(calls.get(command)).call();
    }
}

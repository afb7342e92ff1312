package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.cli.output.BuildVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the POSIX launchers")
class FastStartIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final GoldenCase.Outcome NO_DATABASE = new GoldenCase.Outcome(
            1, "FastMigrate version: " + BuildVersion.text() + "\nDatabase file does not exist: no.db\n", "");

    @TempDir
    Path temp;

    private final Launcher launcher = new Launcher(Launcher.DIST);
    private Path cache = Path.of("");

    @BeforeEach
    void keepTheCacheHere() throws Exception {
        cache = Files.createDirectory(temp.resolve("cache of 'ü'"));
        launcher.with("FASTMIGRATE_FAST_START", "").with("XDG_CACHE_HOME", cache.toString());
    }

    private GoldenCase.Outcome check() throws Exception {
        return launcher.run(temp, List.of("fastmigrate_check_version", "--db", "no.db"));
    }

    private List<Path> made() throws IOException {
        try (Stream<Path> folders = Files.list(cache.resolve("fastmigrate"))) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    /** Waits for the work in the background to end: a folder whose name has no ending. */
    @SuppressWarnings("BusyWait")
    private Path prepared() throws Exception {
        assertThat(check()).isEqualTo(NO_DATABASE);
        assertThat(check()).isEqualTo(NO_DATABASE);
        Instant deadline = Instant.now().plus(DEADLINE);
        while (made().size() != 1 || made().get(0).toString().contains(".")) {
            assertThat(Instant.now()).as("still " + made()).isBefore(deadline);
            Thread.sleep(50);
        }
        Path folder = made().get(0);
        assertThat(folder.resolve("sizes")).exists();
        return folder;
    }

    @Test
    void theSecondStartMakesWhatLaterOnesUse() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "no /proc here");
        Path folder = prepared();
        Files.createDirectory(temp.resolve("migrations"));
        Files.writeString(temp.resolve("migrations/0001-a.sh"), "cat /proc/$PPID/maps > maps\n");

        launcher.run(temp, List.of("fastmigrate", "create"));
        GoldenCase.Outcome outcome = launcher.run(temp, List.of("fastmigrate", "migrate"));

        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readString(temp.resolve("maps")))
                .contains(folder.resolve("classes.jsa").toString())
                .contains(folder + "/libsqlitejdbc.so");
    }

    /** The driver would remove what another process left there: it searches all of a directory that may be large. */
    @Test
    void laterStartsDoNotSearchTheTemporaryDirectory() throws Exception {
        prepared();
        Path temporary = Files.createDirectory(temp.resolve("tmp"));
        Path leftOver = temporary.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-x-libsqlitejdbc.so");
        Files.createFile(leftOver);
        launcher.with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);

        GoldenCase.Outcome outcome = launcher.run(temp, List.of("fastmigrate", "create", "--db", "a.db"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(leftOver).exists();

        launcher.with("FASTMIGRATE_FAST_START", "no").run(temp, List.of("fastmigrate", "create", "--db", "b.db"));
        assertThat(leftOver).as("the driver's habit").doesNotExist();
    }

    @Test
    void damageIsNoticed() throws Exception {
        Path folder = prepared();
        Path classes = folder.resolve("classes.jsa");
        byte[] whole = Files.readAllBytes(classes);
        Files.delete(classes);

        assertThat(check()).as("missing").isEqualTo(NO_DATABASE);
        Files.createFile(classes);
        assertThat(check()).as("empty").isEqualTo(NO_DATABASE);
        Files.write(classes, Arrays.copyOf(whole, whole.length / 3));
        assertThat(check()).as("cut").isEqualTo(NO_DATABASE);
        Files.write(classes, new byte[whole.length]);
        assertThat(check()).as("zeros").isEqualTo(NO_DATABASE);
        Files.write(classes, whole);
        Files.writeString(folder.resolve("libsqlitejdbc.so"), "no library");
        GoldenCase.Outcome created = launcher.run(temp, List.of("fastmigrate", "create"));
        assertThat(created.err()).as("no library").isEmpty();
        assertThat(created.exitCode()).as("no library").isZero();
    }

    @Test
    void manyFirstStartsDoNotDisturbEachOther() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(launcher.process(temp, List.of("fastmigrate", "--version"))
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process start : starts) {
            assertThat(start.inputReader().lines()).containsExactly("fastmigrate " + BuildVersion.text());
        }
        assertThat(prepared().resolve("classes.jsa")).isNotEmptyFile();
    }

    @Test
    void aCacheThatCannotBeWrittenDoesNotStopTheCommand() throws Exception {
        launcher.with("XDG_CACHE_HOME", Files.createFile(temp.resolve("file")).toString());
        assertThat(check()).isEqualTo(NO_DATABASE);

        launcher.with("XDG_CACHE_HOME", "").with("HOME", temp.resolve("missing").toString());
        assertThat(check()).isEqualTo(NO_DATABASE);
        assertThat(temp.resolve("missing")).doesNotExist();
    }
}

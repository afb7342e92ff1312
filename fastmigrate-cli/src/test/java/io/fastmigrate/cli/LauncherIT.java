package io.fastmigrate.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.cli.output.BuildVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the POSIX launchers")
class LauncherIT {

    private static final String SQL = "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);\n";

    @TempDir
    Path temp;

    /** One that goes well and one that fails for each program, and every kind of output; the rest runs in process. */
    private static final Set<String> CASES = Set.of(
            "drop-in-backup",
            "drop-in-check-missing",
            "drop-in-create-new",
            "drop-in-create-not-a-database",
            "drop-in-enroll",
            "drop-in-migrate-mixed-from-nothing",
            "drop-in-migrate-fails",
            "drop-in-unknown-option",
            "migrate-script-output",
            "migrate-fails-json",
            "rehearse",
            "restore");

    private final Launcher launcher = new Launcher(Launcher.DIST);

    private GoldenCase.Outcome run(String... words) throws Exception {
        return launcher.run(temp, List.of(words));
    }

    @TestFactory
    Stream<DynamicTest> processesPrintAndExitAsRecorded() {
        return GoldenCase.all().stream()
                .filter(golden -> CASES.contains(golden.name()))
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    Path directory = Files.createDirectory(temp.resolve(golden.name()));
                    golden.check(directory, launcher::run);
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-it's \"quoted\" $(touch executed)`touch executed` Größe-日本-😀 ",
                "a; b&c|d*?[e]{f}\\g 100%~#!x",
            })
    void theFiveNamesWorkWithAnyPath(String name) throws Exception {
        Path migrations = Files.createDirectories(temp.resolve(name).resolve(name + " scripts"));
        mixedScripts(migrations, name);
        Path database = temp.resolve(name).resolve(name + ".db");
        String db = "--db=" + temp.relativize(database);
        String scripts = "--migrations=" + temp.relativize(migrations);

        assertThat(run("fastmigrate_create_db", db).out())
                .endsWith(
                        "Created new versioned SQLite database with version=0 at: " + temp.relativize(database) + "\n");
        assertThat(run("fastmigrate_run_migrations", db, scripts)).isEqualTo(new GoldenCase.Outcome(0, "", ""));
        assertThat(run("fastmigrate_check_version", db).out()).endsWith("\nDatabase version: 3\n");
        assertThat(run("fastmigrate_backup_db", db).out())
                .matches(text -> text.startsWith("Database backup created: " + temp.relativize(database) + ".20"));
        assertThat(run("fastmigrate_enroll_db", db, scripts).exitCode()).isEqualTo(1);
        try (Stream<Path> left = Files.walk(temp)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).doesNotContain("executed");
        }
    }

    private static void mixedScripts(Path migrations, String name) throws IOException {
        Files.writeString(migrations.resolve("0001-create.sql"), SQL);
        Files.writeString(
                migrations.resolve("0002-" + name + ".sh"),
                "set -e\ntest -f \"$1\"\ntest \"$FASTMIGRATE_VERSION\" = 2\n");
        Files.writeString(migrations.resolve("0003-fill.py"), """
                import sqlite3, sys
                connection = sqlite3.connect(sys.argv[1])
                with connection:
                    connection.execute("INSERT INTO a (name) VALUES ('x')")
                connection.close()
                """);
    }

    @Test
    void enrollsThroughItsDropInName() throws Exception {
        Files.createDirectories(temp.resolve("m"));
        Files.writeString(temp.resolve("m/0001-a.sql"), SQL);
        run("fastmigrate", "create", "--db", "made.db");
        run("fastmigrate", "migrate", "--db", "made.db", "--migrations", "m", "--no-history");
        Files.writeString(temp.resolve("m/0002-unmanage.sh"), "");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("made.db"));
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE _meta");
        }

        assertThat(run("fastmigrate_enroll_db", "--db", "made.db", "--migrations", "new folder"))
                .isEqualTo(new GoldenCase.Outcome(0, "", ""));

        assertThat(run("fastmigrate_check_version", "--db", "made.db").out()).endsWith("\nDatabase version: 1\n");
        assertThat(temp.resolve("new folder/0001-initial.sql")).content().contains("IF NOT EXISTS");
    }

    @Test
    void worksInstalledAnywhereAndThroughChainsOfLinks() throws Exception {
        Path home = temp.resolve("my tools $(x) 'ü'");
        copyTree(Launcher.DIST, home);
        Path links = Files.createDirectories(temp.resolve("links"));
        Files.createSymbolicLink(links.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(links.resolve("two"), home.resolve("bin/fastmigrate_check_version"));
        Files.createSymbolicLink(temp.resolve("linked home"), home);

        GoldenCase.Outcome throughLinks =
                launcher.run(temp, List.of(links.resolve("one").toString(), "--db", "no.db"));
        GoldenCase.Outcome relative = launcher.run(temp, List.of("./linked home/bin/fastmigrate", "--version"));
        GoldenCase.Outcome throughPath = launcher.with("PATH", home.resolve("bin") + ":" + System.getenv("PATH"))
                .run(temp, List.of("/bin/sh", "-c", "fastmigrate_check_version --db no.db"));

        String missing = "FastMigrate version: " + BuildVersion.text() + "\nDatabase file does not exist: no.db\n";
        assertThat(throughLinks).isEqualTo(new GoldenCase.Outcome(1, missing, ""));
        assertThat(relative).isEqualTo(new GoldenCase.Outcome(0, "fastmigrate " + BuildVersion.text() + "\n", ""));
        assertThat(throughPath).isEqualTo(new GoldenCase.Outcome(1, missing, ""));
    }

    @Test
    void saysThatItCannotWorkUnderAPathWithAColon() throws Exception {
        Path home = Files.createDirectories(temp.resolve("a:b")).toRealPath();
        Files.createDirectory(home.resolve("bin"));
        Files.copy(Launcher.DIST.resolve("bin/fastmigrate"), home.resolve("bin/fastmigrate"), COPY_ATTRIBUTES);

        assertThat(new Launcher(home).run(temp, List.of("fastmigrate", "--version")))
                .isEqualTo(new GoldenCase.Outcome(
                        1,
                        "",
                        "fastmigrate: it is installed in " + home
                                + ", but Java finds no programs under a path with a colon. Move it.\n"));
    }

    @Test
    void namesWithUmlautsWorkWithoutALocale() throws Exception {
        launcher.with("LC_ALL", "").with("LANG", "").with("LC_CTYPE", "");

        GoldenCase.Outcome created = run("fastmigrate", "create", "--db", "größe.db");

        assertThat(created.out()).endsWith("at: größe.db\n");
        assertThat(temp.resolve("größe.db")).exists();
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        launcher.with("JAVA_HOME", "").with("PATH", empty.toString());

        assertThat(run("fastmigrate", "--version"))
                .isEqualTo(new GoldenCase.Outcome(
                        1, "", "fastmigrate: Java is not installed. Install Java 17 or newer, or set JAVA_HOME.\n"));
    }

    @Test
    void saysThatJavaHomeIsWrong() throws Exception {
        launcher.with("JAVA_HOME", "/nowhere");

        assertThat(run("fastmigrate_backup_db"))
                .isEqualTo(new GoldenCase.Outcome(
                        1,
                        "",
                        "fastmigrate_backup_db: JAVA_HOME is /nowhere, but it has no bin/java."
                                + " Set it to a Java 17 or newer.\n"));
    }

    @ParameterizedTest
    @CsvSource({"11.0.2,11,true", "1.8.0_392,8,true", "16,16,true", "11.0.2,11,false", "1.8.0_392,8,false"})
    void saysThatJavaIsTooOld(String version, String major, boolean releaseFile) throws Exception {
        Path old = temp.resolve("old java");
        Files.createDirectories(old.resolve("bin"));
        Path java = Files.writeString(
                old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2020-01-01' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        if (releaseFile) {
            Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        launcher.with("JAVA_HOME", old.toString());

        GoldenCase.Outcome outcome = run("fastmigrate", "--version");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("fastmigrate: " + java + " is Java " + major
                        + ", but Java 17 or newer is needed. Install one, or set JAVA_HOME.\n");
    }

    @Test
    void aFullDiskBehindStandardOutputIsAFailure() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        String program = Launcher.DIST.resolve("bin/fastmigrate").toString();

        GoldenCase.Outcome outcome = run("/bin/sh", "-c", "\"$0\" --version > /dev/full", program);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("could not be written to standard output");
    }

    @Test
    void whoClosesThePipeHearsNoComplaint() throws Exception {
        String program = Launcher.DIST.resolve("bin/fastmigrate").toString();

        GoldenCase.Outcome outcome = run("/bin/sh", "-c", "\"$0\" --version | exec 0<&-", program);

        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void theArchivesHoldWhatTheFolderHolds() throws Exception {
        Path unpacked = Files.createDirectory(temp.resolve("unpacked"));
        String name = "fastmigrate-" + BuildVersion.text();
        Path tar = Launcher.DIST.resolveSibling(name + ".tar.gz");

        assertThat(launcher.run(unpacked, List.of("/bin/tar", "xzf", tar.toString()))
                        .exitCode())
                .isZero();

        assertThat(files(unpacked.resolve(name))).isEqualTo(files(Launcher.DIST));
        assertThat(new Launcher(unpacked.resolve(name))
                        .run(temp, List.of("fastmigrate", "--version"))
                        .exitCode())
                .isZero();
        assertThat(zipped(Launcher.DIST.resolveSibling(name + ".zip"), name)).isEqualTo(files(Launcher.DIST));
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path bash = Path.of("/bin/bash");
        assumeTrue(Files.exists(bash), "no bash here");
        Path script = Files.writeString(
                temp.resolve("completion.bash"),
                run("fastmigrate", "completion", "bash").out());

        GoldenCase.Outcome commands = complete(script, "fastmigrate mig");
        GoldenCase.Outcome options = complete(script, "fastmigrate migrate --restore");

        assertThat(commands.out()).isEqualTo("migrate\n");
        assertThat(options.out()).isEqualTo("--restore-on-failure\n");
    }

    private GoldenCase.Outcome complete(Path script, String line) throws Exception {
        List<String> words = Arrays.asList(line.split(" "));
        String program = ". " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.size() - 1)
                + "; COMP_LINE='" + line + "'; _complete_fastmigrate; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return run("/bin/bash", "-c", program);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file) + (Files.isExecutable(file) ? " x" : ""))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> zipped(Path zip, String name) throws IOException {
        List<String> entries = new ArrayList<>();
        try (var file = new ZipFile(zip.toFile(), StandardCharsets.UTF_8)) {
            file.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                String inside = entry.getName().substring(name.length() + 1);
                entries.add(inside + (inside.startsWith("bin/") ? " x" : ""));
            });
        }
        return entries.stream().sorted().toList();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), COPY_ATTRIBUTES);
            }
        }
    }
}

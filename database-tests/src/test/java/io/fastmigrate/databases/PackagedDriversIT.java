package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.test.Migrations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as it is unpacked, with a driver in its folder {@code drivers}. */
class PackagedDriversIT {

    private static final Path DIST = Path.of("..", "fastmigrate-cli", "target", "dist");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    PackagedDriversIT() {}

    private record Result(int exitCode, String output) {}

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(directory.resolve("dist/bin/fastmigrate").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private void unpack() throws IOException {
        try (Stream<Path> files = Files.walk(DIST)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        directory.resolve("dist").resolve(DIST.relativize(file).toString()));
            }
        }
    }

    @Test
    void areFoundBesideTheLibraries() throws Exception {
        assumeTrue(Files.isDirectory(DIST), "Skipped: the distribution was not packed in this build.");
        unpack();
        new Migrations(directory.resolve("migrations")).with("0001-a.sql", "CREATE TABLE a (id INTEGER);");
        Result without = run("create", "--db", "jdbc:h2:./app");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.output()).contains("com.h2database:h2", "drivers");

        String h2 = CommandLine.jars()
                .filter(jar -> jar.matches(".*/h2-[^/]*\\.jar"))
                .findFirst()
                .orElseThrow();
        Path drivers = Files.createDirectory(directory.resolve("dist/drivers"));
        Files.copy(Path.of(h2), drivers.resolve("h2.jar"));
        assertThat(run("create", "--db", "jdbc:h2:./app").exitCode()).isZero();
        Result migrated = run("migrate", "--db", "jdbc:h2:./app");
        assertThat(migrated.output()).contains("Database version: 1");
    }
}

package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {

    @TempDir
    Path temp;

    @TestFactory
    Stream<DynamicTest> printsAndExitsAsRecorded() {
        return GoldenCase.all().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    Path directory = Files.createDirectory(temp.resolve(golden.name()));
                    golden.check(directory, GoldenTest::inProcess);
                }));
    }

    @AfterAll
    static void updatingIsNoProof() {
        GoldenCase.requireNoneUpdated();
    }

    @Test
    void thereAreEnoughCases() {
        assertThat(GoldenCase.all()).hasSizeGreaterThanOrEqualTo(40);
    }

    static GoldenCase.Outcome inProcess(Path directory, List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory);
        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
        int exitCode = new Cli(terminal).run(words.get(0), arguments);
        return new GoldenCase.Outcome(
                exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

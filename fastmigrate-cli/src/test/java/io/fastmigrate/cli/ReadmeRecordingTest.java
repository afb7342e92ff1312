package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the terminal recording in the README, and compares what they print; only times differ. */
@DisabledOnOs(OS.WINDOWS)
class ReadmeRecordingTest {

    private static final Pattern RECORDING = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final String PROMPT = "$ ";

    @TempDir
    Path directory;

    @Test
    void theCommandsOfTheReadmePrintWhatItShows() throws Exception {
        Matcher recording = RECORDING.matcher(Files.readString(Path.of("../README.md")));
        assertThat(recording.find()).isTrue();
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("0001-create-users.sql"), """
                CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
                INSERT INTO users (email) VALUES ('Ada@example.org'), ('ada@example.org');
                """);
        Files.writeString(migrations.resolve("0002-unique-emails.sql"), """
                UPDATE users SET email = lower(email);
                CREATE UNIQUE INDEX users_email ON users (email);
                """);
        StringBuilder printed = new StringBuilder();
        for (String line : recording.group(1).split("\n", -1)) {
            if (line.startsWith(PROMPT)) {
                printed.append(line).append('\n').append(run(line.substring(PROMPT.length())));
            }
        }

        assertThat(withoutTimes(printed.toString())).isEqualTo(withoutTimes(recording.group(1)));
    }

    private static String withoutTimes(String text) {
        return text.replaceAll(" *\\b\\d+(\\.\\d)? m?s\\b", " TIME");
    }

    private String run(String command) throws IOException, InterruptedException {
        String[] words = command.split(" ", -1);
        if (!words[0].equals("fastmigrate")) {
            Process shell = new ProcessBuilder("sh", "-c", command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(output).isZero();
            return output;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(output, true, StandardCharsets.UTF_8);
        new Cli(Terminal.plain(both, both, directory)).run("fastmigrate", Arrays.copyOfRange(words, 1, words.length));
        return output.toString(StandardCharsets.UTF_8).replace(directory.toRealPath() + "/", "");
    }
}

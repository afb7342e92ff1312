package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX signals")
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalIT {

    private static final long DEADLINE_SECONDS = 60;
    private static final String ENDLESS =
            "CREATE TABLE b AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;\n";

    @TempDir
    Path temp;

    private final Launcher launcher = new Launcher(Launcher.DIST);

    @BeforeEach
    void makeDatabase() throws Exception {
        Files.createDirectory(temp.resolve("migrations"));
        Files.writeString(temp.resolve("migrations/0001-a.sql"), "CREATE TABLE a (x);\n");
        launcher.run(temp, List.of("fastmigrate", "create"));
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalRollsTheSqlScriptThatRunsBack(String signal, int exitCode) throws Exception {
        assumeFalse(signal.equals("INT") && isInterruptIgnored(), "the build ignores SIGINT, and so do its processes");
        Files.writeString(temp.resolve("migrations/0002-long.sql"), "CREATE TABLE c (x);\n" + ENDLESS);

        Process process = startAndWaitFor("Applying 0002-long.sql");
        send(signal, process.pid());

        assertThat(process.errorReader().lines()).anyMatch(line -> line.startsWith("Error: Interrupted while "));
        assertThat(ended(process)).isEqualTo(exitCode);
        assertThat(version()).isEqualTo("Database version: 1");
        Files.writeString(temp.resolve("migrations/0002-long.sql"), "CREATE TABLE c (x);\n");
        assertThat(launcher.run(temp, List.of("fastmigrate", "migrate")).exitCode())
                .isZero();
        assertThat(version()).isEqualTo("Database version: 2");
    }

    @Test
    void aSignalEndsTheProcessOfAScriptToo() throws Exception {
        Files.writeString(
                temp.resolve("migrations/0002-long.sh"), "sleep 600 &\necho \"child $!\"\necho ready\nwait\n");

        Process process = startAndWaitFor("0002-long.sh: child ");
        long child = Long.parseLong(lastLine.substring(lastLine.lastIndexOf(' ') + 1));
        send("TERM", process.pid());

        assertThat(process.errorReader().lines()).anyMatch(line -> line.startsWith("Error: Interrupted while "));
        assertThat(ended(process)).isEqualTo(143);
        ProcessHandle.of(child)
                .ifPresent(handle -> assertThat(handle.onExit()).succeedsWithin(Duration.ofSeconds(DEADLINE_SECONDS)));
        assertThat(version()).isEqualTo("Database version: 1");
    }

    /** A shell without job control lets what it starts in the background ignore it. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private String lastLine = "";

    private Process startAndWaitFor(String text) throws IOException {
        Process process = launcher.process(temp, List.of("fastmigrate", "migrate", "-v"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader errors = process.errorReader();
        do {
            lastLine = errors.readLine();
            assertThat(lastLine).as("a line with " + text).isNotNull();
        } while (!lastLine.startsWith(text));
        return process;
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String version() throws Exception {
        List<String> lines = launcher.run(temp, List.of("fastmigrate", "check"))
                .out()
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }
}

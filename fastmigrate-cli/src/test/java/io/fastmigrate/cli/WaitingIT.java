package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the POSIX launchers")
class WaitingIT {

    private static final long DEADLINE_SECONDS = 60;
    private static final String UNTIL_TOLD = "echo ready\nwhile [ ! -e go ]; do sleep 0.1; done\n";

    @TempDir
    Path temp;

    private final Launcher launcher = new Launcher(Launcher.DIST);

    private Process holder() throws Exception {
        Files.createDirectory(temp.resolve("migrations"));
        Files.writeString(temp.resolve("migrations/0001-wait.sh"), UNTIL_TOLD);
        launcher.run(temp, List.of("fastmigrate", "create"));
        Process holder = migrate();
        await(holder.errorReader(), "0001-wait.sh: ready");
        return holder;
    }

    private Process migrate() throws Exception {
        return launcher.process(temp, List.of("fastmigrate", "migrate")).start();
    }

    private static String await(BufferedReader lines, String start) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith(start)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line that begins with " + start).isNotNull();
        return line;
    }

    @Test
    void whoWaitsIsToldWhoMigratesAndThenFindsItDone() throws Exception {
        Process holder = holder();

        Process waiter = migrate();
        String waiting = await(waiter.errorReader(), "Waiting for ");
        Files.createFile(temp.resolve("go"));

        assertThat(waiting).contains(Long.toString(holder.pid()));
        assertThat(holder.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(waiter.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(holder.inputReader().lines()).last().asString().startsWith("Database version: 1 (was 0)");
        assertThat(waiter.inputReader().lines()).containsExactly("Database version: 1; nothing to do.");
        assertThat(List.of(holder.exitValue(), waiter.exitValue())).containsExactly(0, 0);
    }

    @Test
    void whoWaitedTooLongIsToldWhoHoldsTheLock() throws Exception {
        Process holder = holder();

        GoldenCase.Outcome outcome =
                launcher.run(temp, List.of("fastmigrate", "migrate", "--lock-timeout", "300ms", "--json"));
        Files.createFile(temp.resolve("go"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("\"type\": \"lock-timeout\"").contains(Long.toString(holder.pid()));
        assertThat(holder.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(holder.exitValue()).isZero();
    }
}

package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class ScriptProcessTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void fresh() {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
    }

    private FastMigrateBuilder listening() {
        return sandbox.builder().listener(new MigrationListener() {
            @Override
            public void onOutput(Script script, String line) {
                output.add(line);
            }
        });
    }

    private ScriptFailedException failure(FastMigrate fastMigrate) {
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).isNotNull();
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
        return failure;
    }

    @Test
    void scriptMayChangeTheDatabaseThroughItsOwnConnection() throws Exception {
        sandbox.script("0001-t.py", """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1])
                with c: c.execute("CREATE TABLE t (a)")
                c.close()
                """);
        listening().build().migrate();
        assertThat(sandbox.query("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void endOfTheOutputIsInTheError() throws Exception {
        sandbox.script("0001-x.sh", "i=1; while [ $i -le 50 ]; do echo line $i; i=$((i+1)); done; exit 7");
        assertThat(failure(listening().build()))
                .hasMessageContainingAll("exit code 7", "line 31\n", "line 50")
                .hasMessageNotContaining("line 30\n");
        assertThat(output).hasSize(50);
    }

    @Test
    void exitBySignalIsCalledOne() throws Exception {
        sandbox.script("0001-x.sh", "kill -9 $$");
        assertThat(failure(listening().build())).hasMessageContaining("signal 9");
    }

    @Test
    void missingShellIsNamed() throws Exception {
        sandbox.script("0001-x.sh", "true");
        ScriptFailedException failure =
                failure(sandbox.builder().shell("no-such-shell").build());
        assertThat(failure).hasMessageContaining("no-such-shell");
        assertThat(failure.advice()).contains("shell");
    }

    @Test
    void lineWithoutEndBytesThatAreNotUtf8AndLongLinesAreTold() throws Exception {
        sandbox.script("0001-x.sh", "printf 'caf\\351\\r\\n'; printf '%05000d' 7; printf '\\nend'");
        listening().build().migrate();
        assertThat(output.get(0)).isEqualTo("caf\uFFFD");
        assertThat(String.join("", output.subList(1, output.size() - 1))).isEqualTo("0".repeat(4999) + "7");
        assertThat(output.get(output.size() - 1)).isEqualTo("end");
    }

    @Test
    void longLineIsNeverCutWithinACharacter() throws Exception {
        String line = "x" + "\u00e9".repeat(5000);
        Files.writeString(sandbox.migrations().resolve("line.txt"), line, StandardCharsets.UTF_8);
        sandbox.script("0001-x.sh", "cat \"$(dirname \"$0\")/line.txt\"");
        listening().build().migrate();
        assertThat(String.join("", output)).isEqualTo(line);
    }

    @Test
    void childInTheBackgroundDoesNotHoldTheRunUp() throws Exception {
        sandbox.script("0001-x.sh", "sleep 300 &\necho $!");
        assertThat(listening().build().migrate().after()).isEqualTo(new Version(1));
        ProcessHandle.of(Long.parseLong(output.get(0))).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void timeoutEndsTheWholeTree() throws Exception {
        sandbox.script("0001-x.sh", "sh -c 'trap \"\" TERM; sh -c \"echo \\$\\$; sleep 300; true\"; true'; true");
        FastMigrate fastMigrate =
                listening().scriptTimeout(Duration.ofSeconds(1)).build();
        assertThat(failure(fastMigrate)).hasMessageContaining("script-timeout (PT1S)");
        assertThat(output).hasSize(1);
        ended(Long.parseLong(output.get(0)));
    }

    /** The shell between ends at once, so that what it started has another parent; the second also has its own session. */
    @ParameterizedTest
    @ValueSource(strings = {"", "setsid "})
    void timeoutEndsAlsoWhatHasLostItsParent(String session) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "processes are found by their environment in /proc");
        sandbox.script(
                "0001-x.sh", "sh -c '" + session + "sh -c \"echo \\$\\$; exec sleep 300\" & sleep 0.2'; sleep 300");
        FastMigrate fastMigrate =
                listening().scriptTimeout(Duration.ofSeconds(1)).build();
        assertThat(failure(fastMigrate)).hasMessageContaining("script-timeout (PT1S)");
        assertThat(output).isNotEmpty();
        assertThat(ProcessHandle.of(Long.parseLong(output.get(0))).filter(ScriptProcessTest::runs))
                .isEmpty();
    }

    /** What has ended may wait for somebody to ask how. */
    private static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    private static void ended(long pid) throws Exception {
        ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
        if (handle != null) {
            handle.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void interruptEndsTheScriptAndKeepsTheThreadInterrupted() throws Exception {
        sandbox.script("0001-x.sh", "echo $$; sleep 300; true");
        Thread runner = Thread.currentThread();
        FastMigrate fastMigrate = sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onOutput(Script script, String line) {
                        output.add(line);
                        runner.interrupt();
                    }
                })
                .build();
        MigrationInterruptedException error =
                catchThrowableOfType(MigrationInterruptedException.class, fastMigrate::migrate);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error).hasMessageContaining("0001-x.sh");
        ended(Long.parseLong(output.get(0)));
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void scriptThatSetsTheVersionItselfIsDone() throws Exception {
        sandbox.script("0001-x.py", """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1])
                with c: c.execute("UPDATE _meta SET version = 1")
                """);
        assertThat(listening().build().migrate().after()).isEqualTo(new Version(1));
    }

    @Test
    void scriptThatMovesTheVersionElsewhereIsAnError() throws Exception {
        sandbox.script("0001-x.py", """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1])
                with c: c.execute("UPDATE _meta SET version = 5")
                """);
        FastMigrate fastMigrate = listening().build();
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate))
                .hasMessageContaining("from 0 to 5");
    }
}

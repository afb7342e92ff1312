package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.MigrationListener;
import io.fastmigrate.model.Plan;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Report;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptFailedException;
import io.fastmigrate.model.Version;
import io.fastmigrate.model.Warning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {

    @TempDir
    Path directory;

    /** Writes down what it is told. */
    private static final class Recorder implements MigrationListener {
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onWarning(Warning warning) {
            events.add("warning " + warning.kind());
        }

        @Override
        public void onPlanned(Plan plan) {
            events.add("planned " + plan.steps().size());
        }

        @Override
        public void onStarted(PlannedScript step) {
            events.add("started " + step.script());
        }

        @Override
        public void onOutput(Script script, String line) {
            events.add("output " + line);
        }

        @Override
        public void onApplied(HistoryEntry entry) {
            events.add("applied " + entry.fileName());
        }

        @Override
        public void onFailed(ScriptFailedException failure) {
            events.add("failed " + failure.script());
        }

        @Override
        public void onFinished(Report report) {
            events.add("finished " + report.after());
        }
    }

    /** Throws at every event. */
    private record Thrower(Supplier<Error> error) implements MigrationListener {
        @Override
        public void onPlanned(Plan plan) {
            throw error.get();
        }

        @Override
        public void onStarted(PlannedScript step) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void onOutput(Script script, String line) {
            throw error.get();
        }

        @Override
        public void onApplied(HistoryEntry entry) {
            throw error.get();
        }

        @Override
        public void onFailed(ScriptFailedException failure) {
            throw error.get();
        }

        @Override
        public void onFinished(Report report) {
            throw error.get();
        }
    }

    @Test
    void areToldInOrderOfARunThatFails() throws Exception {
        Sandbox sandbox = Sandbox.in(directory)
                .script("1-x.sql", "")
                .script("0001-t.sql", "CREATE TABLE t (a);")
                .script("0002-talk.sh", "echo hello")
                .script("0003-broken.sql", "NO SQL");
        sandbox.managed();
        Recorder recorder = new Recorder();
        assertThatThrownBy(sandbox.builder().listener(recorder).build()::migrate)
                .isInstanceOf(ScriptFailedException.class);
        assertThat(recorder.events)
                .containsExactly(
                        "warning NAME",
                        "planned 3",
                        "started 0001-t.sql",
                        "applied 0001-t.sql",
                        "started 0002-talk.sh",
                        "output hello",
                        "applied 0002-talk.sh",
                        "started 0003-broken.sql",
                        "failed 0003-broken.sql");
    }

    @Test
    void areToldOfTheEndWhenNothingIsPending() {
        Recorder recorder = new Recorder();
        Sandbox sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.builder().listener(recorder).build().migrate();
        assertThat(recorder.events).containsExactly("finished 0");
    }

    @Test
    void neverStopTheWorkWhateverTheyThrow() throws Exception {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-t.sql", "CREATE TABLE t (a);")
                .script(
                        "0002-talk.sh",
                        "i=0; while [ $i -lt 2000 ]; do echo " + "x".repeat(100) + "; i=$((i+1)); done");
        sandbox.managed();
        Recorder recorder = new Recorder();
        FastMigrate fastMigrate = sandbox.builder()
                .listener(new Thrower(() -> new AssertionError("on purpose")))
                .listener(recorder)
                .build();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        assertThat(recorder.events)
                .endsWith("applied 0002-talk.sh", "finished 2")
                .hasSize(2006);
    }
}

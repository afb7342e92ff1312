package io.fastmigrate.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        public void onBegun(Status before) {
            events.add("begun " + before.version() + " " + before.pending().size());
        }

        @Override
        public void onError(FastMigrateException error) {
            events.add("error " + error.getClass().getSimpleName());
        }

        @Override
        public void onPlanned(Plan plan) {
            events.add("planned " + plan.steps().size());
        }

        @Override
        public void onStarted(Plan.Step step) {
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
        public void onStarted(Plan.Step step) {
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
                        "begun 0 3",
                        "warning NAME",
                        "planned 3",
                        "started 0001-t.sql",
                        "applied 0001-t.sql",
                        "started 0002-talk.sh",
                        "output hello",
                        "applied 0002-talk.sh",
                        "started 0003-broken.sql",
                        "failed 0003-broken.sql",
                        "error ScriptFailedException");
    }

    @Test
    void areToldOfAnErrorBeforeTheFirstScript() {
        Recorder recorder = new Recorder();
        FastMigrate missing = Sandbox.in(directory).builder().listener(recorder).build();
        assertThatThrownBy(missing::migrate).isInstanceOf(DatabaseNotFoundException.class);
        assertThat(recorder.events).containsExactly("error DatabaseNotFoundException");
    }

    @Test
    void areToldOnlyOfTheCopyInARehearsal() throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a);");
        sandbox.managed();
        Recorder recorder = new Recorder();
        sandbox.builder().listener(recorder).build().rehearse();
        assertThat(recorder.events)
                .containsExactly("planned 1", "started 0001-t.sql", "applied 0001-t.sql", "finished 1");
        sandbox.script("0002-broken.sql", "NO SQL");
        recorder.events.clear();
        assertThatThrownBy(sandbox.builder().listener(recorder).build()::rehearse)
                .isInstanceOf(ScriptFailedException.class);
        assertThat(recorder.events).endsWith("failed 0002-broken.sql");
    }

    @Test
    void canBeAddedLaterWithoutChangingTheOneThatIs() throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a);");
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        FastMigrate one = sandbox.builder().listener(first).build();
        FastMigrate both = one.withListener(second);
        one.create();
        one.migrate();
        assertThat(first.events).contains("applied 0001-t.sql");
        assertThat(second.events).isEmpty();
        both.migrate();
        assertThat(second.events).containsExactly("finished 1");
    }

    @ParameterizedTest
    @CsvSource({"sql, true", "sh, false"})
    void areToldHowFarALongScriptIsWhileItsStatementOrProcessRuns(String kind, boolean knowsHowFar) throws Exception {
        String slow = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000)"
                + " INSERT INTO t SELECT max(n) FROM c;\n";
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-t.sql", "CREATE TABLE t (a);")
                .script("0002-slow." + kind, "sql".equals(kind) ? slow.repeat(4) : "sleep 1.5\n");
        sandbox.managed();
        Set<Integer> percents = new ConcurrentSkipListSet<>();
        sandbox.builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onProgress(MigrationListener.Progress progress) {
                        if (progress.script().version().number() == 2) {
                            percents.add(progress.percent());
                        }
                    }
                })
                .build()
                .migrate();
        assertThat(percents).as("seen %s", percents).isNotEmpty();
        if (knowsHowFar) {
            assertThat(percents).contains(0, 24, 49, 74);
        } else {
            assertThat(percents).containsExactly(-1);
        }
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
                .hasSize(2007);
    }
}

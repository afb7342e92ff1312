package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract of scripts that are processes; on Windows there is no {@code sh} to run them. */
@DisabledOnOs(OS.WINDOWS)
abstract class ProcessContract extends PolicyContract {

    /** Writes its first argument and its environment beside itself. */
    private static final String TELL = """
            printf '%s\\n' "$1" "$FASTMIGRATE_DB" "$FASTMIGRATE_FROM_VERSION" "$FASTMIGRATE_VERSION" > "$(dirname "$0")/told.txt"
            """;

    @Test
    void tellsProcessTheDatabaseAndItsVersions() throws Exception {
        require(Capability.RUN_PROCESSES);
        migrations.with("0002-person.sql", CREATE).with("0005-tell.sh", TELL);
        assertThat(managed().migrate().after()).isEqualTo(new Version(5));
        List<String> told = Files.readAllLines(told());
        assertThat(told.get(0)).isNotBlank().isEqualTo(told.get(1));
        assertThat(told.subList(2, 4)).containsExactly("2", "5");
    }

    private Path told() {
        return migrations.directory().resolve("told.txt");
    }

    @Test
    void doesNotSetTheVersionOfProcessThatFails() throws Exception {
        require(Capability.RUN_PROCESSES);
        migrations.with("0001-person.sql", CREATE + ADA).with("0002-fail.sh", "echo the reason\nexit 3\n");
        FastMigrate fastMigrate = managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).hasMessageContainingAll("0002-fail.sh", "exit code 3", "the reason");
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(database.query(NAMES)).containsExactly("Ada");
    }

    @Test
    void passesOnWhatProcessWritesLineByLine() throws Exception {
        require(Capability.RUN_PROCESSES);
        migrations.with("0001-talk.sh", "echo one\necho two >&2\nprintf three");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        FastMigrate fastMigrate = builder()
                .listener(new MigrationListener() {
                    @Override
                    public void onOutput(Script script, String line) {
                        lines.add(script.fileName() + ": " + line);
                    }
                })
                .build();
        fastMigrate.create();
        fastMigrate.migrate();
        assertThat(lines).containsExactly("0001-talk.sh: one", "0001-talk.sh: two", "0001-talk.sh: three");
    }

    @Test
    void endsProcessThatTakesTooLong() throws Exception {
        require(Capability.RUN_PROCESSES);
        migrations.with("0001-hang.sh", "sleep 600\n");
        FastMigrate fastMigrate =
                builder().scriptTimeout(Duration.ofMillis(200)).build();
        fastMigrate.create();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).hasMessageContaining("script-timeout");
        assertThat(fastMigrate.version()).isEqualTo(Version.ZERO);
    }

    @Test
    void refusesProcessesWhereTheyCannotReachTheDatabase() throws Exception {
        requireAbsent(Capability.RUN_PROCESSES);
        migrations.with("0001-person.sql", CREATE).with("0002-tell.sh", TELL);
        FastMigrate fastMigrate = managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.script().fileName()).isEqualTo("0002-tell.sh");
        assertThat(failure.advice()).isNotBlank();
        assertThat(told()).doesNotExist();
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
    }
}

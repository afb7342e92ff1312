package io.fastmigrate.spring.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.spring.Workspace;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MigrationLogTest {

    private static final Script SCRIPT = Bridge.values()
            .scriptOfResource(
                    new Version(1),
                    "0001-long.sql",
                    Script.Kind.SQL,
                    "classpath:migrations/0001-long.sql",
                    () -> new ByteArrayInputStream(new byte[0]));

    @TempDir
    Path folder;

    @Test
    void hasALineForEachScriptAndForWhatItsProcessPrints(CapturedOutput output) throws Exception {
        Workspace workspace = Workspace.in(folder)
                .script("0002-say.sh", "echo hello from the script\n")
                .script("2-x.sql", "");

        workspace.runner().run(context -> assertThat(context).hasNotFailed());

        assertThat(output.getOut().lines())
                .anyMatch(line -> line.contains("Database " + workspace.db() + " created"))
                .anyMatch(
                        line -> line.contains("Migrating " + workspace.db() + " from version 0 to 2: 2 scripts to run"))
                .anyMatch(line -> line.contains("Applied 0001-notes.sql in "))
                .anyMatch(line -> line.contains("0002-say.sh: hello from the script"))
                .anyMatch(line -> line.contains("migrated from version 0 to 2 in "))
                .anyMatch(line -> line.contains("WARN") && line.contains("2-x.sql"));
    }

    @Test
    void hasOneLineWhenNothingIsPending(CapturedOutput output) throws Exception {
        Workspace workspace = Workspace.in(folder);
        workspace.runner().run(context -> assertThat(context).hasNotFailed());
        int before = output.getOut().length();

        workspace.runner().run(context -> assertThat(context).hasNotFailed());

        assertThat(output.getOut()
                        .substring(before)
                        .lines()
                        .filter(line -> line.contains("io.fastmigrate") || line.contains("i.f.")))
                .singleElement()
                .asString()
                .contains("is at version 1, nothing to migrate");
    }

    @Test
    void tellsNowAndThenHowFarALongBackupIs(CapturedOutput output) {
        MigrationLog log = new MigrationLog("fastMigrate", "app.db");
        for (int second = 1; second <= 12; second++) {
            log.onBackupProgress(Bridge.values().backupProgress(second * 8L, 100, Duration.ofSeconds(second)));
        }

        assertThat(output.getOut().lines()).hasSize(2).first().asString().contains("Still backing up: 40 %, 5 s");
    }

    @Test
    void tellsNowAndThenHowFarALongScriptIs(CapturedOutput output) {
        MigrationLog log = new MigrationLog("fastMigrate", "app.db");
        for (int second = 1; second <= 12; second++) {
            log.onProgress(Bridge.values().progress(SCRIPT, second * 8L, 100, second, Duration.ofSeconds(second)));
        }

        assertThat(output.getOut().lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("Still running 0001-long.sql: 40 %, 5 statements, 5 s");
    }

    @Test
    void tellsNowAndThenForWhomItWaits(CapturedOutput output) {
        MigrationLog log = new MigrationLog("fastMigrate", "app.db");
        for (int second = 1; second <= 11; second++) {
            log.onWaiting(Duration.ofSeconds(second), Optional.of("process 7"));
        }

        assertThat(output.getOut().lines()).hasSize(3).first().asString().contains("Waiting for process 7: 1 s so far");
    }
}

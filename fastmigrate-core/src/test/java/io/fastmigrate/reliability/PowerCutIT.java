package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fastmigrate.reliability.PowerCuts.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short form of {@code dev/power-cut}. */
class PowerCutIT {

    @TempDir
    Path directory;

    @BeforeEach
    void requireRecorder() throws Exception {
        assumeThat(PowerCuts.canRecord())
                .as("skipped: strace is missing, or may not trace")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MIGRATE_SMALL_CACHE", "MIGRATE_WITH_BACKUP"})
    void findsOldOrNewWhereverThePowerIsCut(PowerCutScenario scenario) throws Exception {
        PowerCut.Figures figures =
                PowerCuts.record(scenario, directory).cut(directory, Integer.getInteger("power-cut.states", 1), 4711);
        assertThat(figures.findings()).as(figures.toString()).isEmpty();
        assertThat(figures.after()).isPositive();
        assertThat(figures.states()).isGreaterThan(figures.after());
    }

    /** What these tests are worth: without one sync of the process, they see what is lost. */
    @ParameterizedTest
    @EnumSource(names = {"CREATE", "ENROLL", "BACKUP", "RESTORE"})
    void noticesWhereNoNameIsSynced(PowerCutScenario scenario) throws Exception {
        Recording recording = PowerCuts.record(scenario, directory);
        List<DiskOp> withoutNames = recording.ops().stream()
                .filter(op -> !(op instanceof DiskOp.Sync sync) || !recording.isDirectory(sync.node()))
                .toList();
        assertThat(new Recording(scenario, recording.before(), withoutNames)
                        .cut(directory, 20, 4711)
                        .findings())
                .isNotEmpty();
    }

    @Test
    void noticesWhereNoFileIsSynced() throws Exception {
        Recording recording = PowerCuts.record(PowerCutScenario.RESTORE, directory);
        List<DiskOp> withoutFiles = recording.ops().stream()
                .filter(op -> !(op instanceof DiskOp.Sync sync) || recording.isDirectory(sync.node()))
                .toList();
        assertThat(new Recording(PowerCutScenario.RESTORE, recording.before(), withoutFiles)
                        .cut(directory, 4, 4711)
                        .findings())
                .isNotEmpty();
        assertThat(Files.exists(directory.resolve("state"))).isFalse();
    }
}

package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {

    @TempDir
    Path directory;

    @Test
    void losesNothingAndLeavesNothingBehindWhereverItIsKilled() throws Exception {
        int rounds = Integer.getInteger("crash.rounds", CrashRounds.deck().size());
        CrashRounds.Figures figures =
                new CrashRounds(directory, Long.getLong("crash.seed", 4711), told -> {}).run(rounds);
        assertThat(figures.findings()).as(figures.toString()).isEmpty();
        assertThat(figures.hotJournals()).isPositive();
        assertThat(figures.leftOverWals()).isPositive();
    }
}

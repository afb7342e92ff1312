package io.fastmigrate.internal.jdbc.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Others have at least half of the time while a definition waits for a table. */
class LockTriesTest {

    @Test
    void beginsShortAndWaitsLongerEachTimeUpToFiveSeconds() {
        LockTries tries = new LockTries(() -> 0);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waits.add(tries.waitMillis());
            assertThat(tries.pauseAfter(tries.waitMillis())).isEqualTo(waits.get(i));
        }
        assertThat(waits).containsExactly(500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
    }

    /** Whatever ended the try: our timeout, a shorter one of the script or a longer one. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.999})
    void pausesAtLeastAsLongAsEachTryAndAtMostHalfAsLongAgain(double random) {
        LockTries tries = new LockTries(() -> random);
        long waited = 0;
        long paused = 0;
        for (long took : List.of(200L, 500L, 1_000L, 30_000L, 5_000L, 6_000L)) {
            long pause = tries.pauseAfter(took);
            assertThat(pause).isBetween(took, took * 3 / 2);
            waited += took;
            paused += pause;
        }
        assertThat(paused).isGreaterThanOrEqualTo(waited);
    }

    /** A script that sets a short timeout of its own does so for the sake of others. */
    @Test
    void pausesLongerEachTimeAfterTriesThatAreShort() {
        LockTries tries = new LockTries(() -> 0);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pauses.add(tries.pauseAfter(200));
        }
        assertThat(pauses).containsExactly(200L, 200L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L);
        assertThat(new LockTries(() -> 0).pauseAfter(0)).isEqualTo(50);
    }

    /** Minutes of work before the definition are not done again and again for the sake of half a second. */
    @Test
    void waitsAsLongAsItEverDoesAfterLongWork() {
        LockTries tries = new LockTries(() -> 0);
        assertThat(tries.pauseAfter(60_000)).isEqualTo(60_000);
        assertThat(tries.waitMillis()).isEqualTo(LockTries.LONGEST);
    }
}

package io.fastmigrate.internal.jdbc.error;

import java.util.function.DoubleSupplier;

/**
 * How long a transaction waits for a lock in each try, and how long it lets others pass after it. What waits for a table keeps
 * everyone behind it waiting: so the first try is short, and a pause is at least as long as the try before it was. Others have
 * half of the time, whatever the lock timeout is.
 */
final class LockTries {

    /** The longest wait of one try, in milliseconds. */
    static final long LONGEST = 5_000;

    private static final long FIRST = 500;
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_RISEN_PAUSE = 2_000;

    private final DoubleSupplier random;
    private long wait = FIRST;
    private long risen = FIRST_PAUSE;

    /**
     * Makes the first try's.
     *
     * @param random at least 0 and less than 1: several processes must not come again at the same time
     */
    LockTries(DoubleSupplier random) {
        this.random = random;
    }

    /** Returns how long the next try may wait, in milliseconds. */
    long waitMillis() {
        return wait;
    }

    /**
     * Returns how long to let others pass: longer each time after tries that a script made short. Long work is not done again for another short try.
     *
     * @param tookMillis how long the try took that waited without success
     */
    long pauseAfter(long tookMillis) {
        wait = tookMillis > LONGEST ? LONGEST : Math.min(2 * wait, LONGEST);
        long least = Math.max(tookMillis, risen);
        risen = Math.min(2 * risen, LONGEST_RISEN_PAUSE);
        return least + (long) (random.getAsDouble() * least / 2);
    }
}

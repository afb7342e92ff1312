package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long what lost a race against others, or waited for them without success, is tried again: as long as the lock timeout, and a
 * few times after long work too.
 */
public final class RetryPolicy {

    private static final int FEW = 3;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Waiting waiting;
    private final JdbcErrors errors;
    private Deadline deadline;
    private LockTries tries = newTries();
    private long tryBegan = System.nanoTime();
    private boolean waited;
    private boolean limits;
    private int paused;
    private int lostRaces;
    private long pause = FIRST_PAUSE_MILLIS;

    public RetryPolicy(Waiting waiting, JdbcErrors errors) {
        this.waiting = waiting;
        this.errors = errors;
        this.deadline = new Deadline(waiting);
    }

    /** Begins to count again where there was progress. */
    public void renewIf(boolean progress) {
        if (progress) {
            deadline = new Deadline(waiting);
            tries = newTries();
            lostRaces = 0;
            pause = FIRST_PAUSE_MILLIS;
        }
    }

    private static LockTries newTries() {
        return new LockTries(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** Returns how long the next try may wait for a lock, in milliseconds. */
    public long lockMillis() {
        limits = true;
        return atMost(waiting, tries.waitMillis());
    }

    /** Returns how long what is not tried again may wait for a lock, in milliseconds. */
    public static long lockMillisOfOneTry(Waiting waiting) {
        return atMost(waiting, LockTries.LONGEST);
    }

    /** What did its work for longer than the lock timeout has not yet waited as long as it may. */
    private boolean failedShortAfterLongWork() {
        return limits && paused == 0 && atMost(waiting, tries.waitMillis()) < lockMillisOfOneTry(waiting);
    }

    private static long atMost(Waiting waiting, long millis) {
        return Math.max(1, Math.min(millis, waiting.timeout().toMillis()));
    }

    /** Tells whether the same again may succeed, and there is time for it. */
    public boolean lasts(Throwable failure) {
        Throwable cause = failure instanceof StepFailedException ? failure.getCause() : failure;
        return cause instanceof SQLException sql && isTimeFor(sql);
    }

    private boolean isTimeFor(SQLException e) {
        ErrorCategory category = errors.category(e);
        waited = category == ErrorCategory.BUSY;
        return switch (category) {
            case BUSY -> !deadline.isOver() || failedShortAfterLongWork();
            case LOST_RACE -> ++lostRaces < FEW || !deadline.isOver();
            default -> false;
        };
    }

    /**
     * Does both: tells whether the same again may succeed, and waits before that.
     *
     * @param blockers finds whom the statement waited for
     */
    public boolean again(Throwable failure, String name, Supplier<Blockers> blockers) {
        boolean again = lasts(failure);
        if (again) {
            pause(name, blockers.get());
        }
        return again;
    }

    /**
     * Lets others pass: a little longer each time after a lost race, and as long as the try after one that waited.
     *
     * @param blockers whom the statement waited for
     */
    public void pause(String name, Blockers blockers) {
        deadline.tell(blockers.sessions().isEmpty() ? null : blockers.holder());
        if (waited) {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - tryBegan);
            long left = waiting.timeout().minus(deadline.waited()).toMillis();
            JdbcSource.pause(Math.max(FIRST_PAUSE_MILLIS, Math.min(left, tries.pauseAfter(took))), name);
        } else {
            JdbcSource.pause(pause, name);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        paused++;
        tryBegan = System.nanoTime();
    }
}

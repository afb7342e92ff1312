package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;

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
            lostRaces = 0;
            pause = FIRST_PAUSE_MILLIS;
        }
    }

    /** Tells whether the same again may succeed, and there is time for it. */
    public boolean lasts(Throwable failure) {
        Throwable cause = failure instanceof StepFailedException ? failure.getCause() : failure;
        return cause instanceof SQLException sql && isTimeFor(sql);
    }

    private boolean isTimeFor(SQLException e) {
        return switch (errors.category(e)) {
            case BUSY -> !deadline.isOver();
            case LOST_RACE -> ++lostRaces < FEW || !deadline.isOver();
            default -> false;
        };
    }

    /**
     * Waits a little longer each time.
     *
     * @param blockers whom the statement waited for
     */
    public void pause(String name, Blockers blockers) {
        deadline.tell(blockers.sessions().isEmpty() ? null : blockers.holder());
        JdbcSource.pause(pause, name);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
}

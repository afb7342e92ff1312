package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.Deadline;
import io.fastmigrate.backend.StepFailedException;
import io.fastmigrate.backend.Waiting;
import java.sql.SQLException;

/**
 * How long what lost a race against others, or waited for them in vain, is tried again: as long as the lock timeout, and a
 * few times after long work too.
 */
final class Patience {

    private static final int FEW = 3;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Waiting waiting;
    private final JdbcErrors errors;
    private Deadline deadline;
    private int lostRaces;
    private long pause = FIRST_PAUSE_MILLIS;

    Patience(Waiting waiting, JdbcErrors errors) {
        this.waiting = waiting;
        this.errors = errors;
        this.deadline = new Deadline(waiting);
    }

    /** Begins to count anew where there was progress. */
    void renewIf(boolean progress) {
        if (progress) {
            deadline = new Deadline(waiting);
            lostRaces = 0;
            pause = FIRST_PAUSE_MILLIS;
        }
    }

    boolean lasts(StepFailedException e) {
        return e.getCause() instanceof SQLException sql && lasts(sql);
    }

    /** Tells whether the same again may succeed, and there is time for it. */
    boolean lasts(SQLException e) {
        return switch (errors.trouble(e)) {
            case BUSY -> !deadline.isOver();
            case LOST_RACE -> ++lostRaces < FEW || !deadline.isOver();
            default -> false;
        };
    }

    /** Waits a little longer each time. */
    void pause(String name) {
        deadline.tell(null);
        JdbcSource.pause(pause, name);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
}

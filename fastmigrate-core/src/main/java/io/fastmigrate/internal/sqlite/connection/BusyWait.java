package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.BusyHandler;

/**
 * Waits for whoever holds the database, in each statement of a connection: up to the one timeout, telling the listener, and
 * until this thread is interrupted. SQLite's own wait, and the driver's three seconds, do none of that.
 */
public final class BusyWait extends BusyHandler {

    private static final int POLL_MILLIS = 20;

    /** The wait that ended without success: SQLite calls back on the thread that runs the statement and tells of the error. */
    private static final ThreadLocal<Duration> LAST = new ThreadLocal<>();

    private final Waiting waiting;
    private final boolean heedsInterrupts;
    private Deadline deadline;
    private boolean on = true;

    private BusyWait(Waiting waiting, boolean heedsInterrupts) {
        this.waiting = waiting;
        this.heedsInterrupts = heedsInterrupts;
        this.deadline = new Deadline(waiting);
    }

    /** Makes a connection wait so. */
    static BusyWait on(Connection connection, Waiting waiting) throws SQLException {
        return on(connection, new BusyWait(waiting, true));
    }

    /** Makes a connection wait so, but that it goes on waiting where this thread is interrupted. */
    public static void toTheEnd(Connection connection, Waiting waiting) throws SQLException {
        on(connection, new BusyWait(waiting, false));
    }

    private static BusyWait on(Connection connection, BusyWait patience) throws SQLException {
        LAST.remove();
        BusyHandler.setHandler(SqliteSource.driverConnection(connection), patience);
        return patience;
    }

    /** Returns how long this thread waited for a database when it last gave up. */
    public static Duration lastWait() {
        Duration last = LAST.get();
        return last == null ? Duration.ZERO : last;
    }

    /** Keeps a time that was measured otherwise. */
    public static void measured(Duration waited) {
        LAST.set(waited);
    }

    /** Takes the place of what a connection was told to do instead since. */
    void putBack(Connection connection) throws SQLException {
        BusyHandler.setHandler(SqliteSource.driverConnection(connection), this);
    }

    /** Switches waiting on or off. */
    void waits(boolean patient) {
        on = patient;
    }

    @Override
    protected int callback(int waitsBefore) {
        if (waitsBefore == 0) {
            deadline = new Deadline(waiting);
        }
        boolean over = !on || deadline.isOver() || isToEnd();
        if (!over) {
            deadline.tell(null);
            sleep();
            over = isToEnd();
        }
        if (!over) {
            LAST.remove();
            return 1;
        }
        LAST.set(deadline.waited());
        return 0;
    }

    private boolean isToEnd() {
        return heedsInterrupts && Thread.currentThread().isInterrupted();
    }

    private void sleep() {
        boolean interrupted = Thread.interrupted();
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

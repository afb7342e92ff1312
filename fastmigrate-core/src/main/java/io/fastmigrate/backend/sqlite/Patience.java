package io.fastmigrate.backend.sqlite;

import io.fastmigrate.backend.Deadline;
import io.fastmigrate.backend.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.BusyHandler;

/**
 * Waits for whoever holds the database, in each statement of a connection: up to the one timeout, telling the listener, and
 * until this thread is interrupted. SQLite's own wait, and the driver's three seconds, do none of that.
 */
final class Patience extends BusyHandler {

    private static final int POLL_MILLIS = 20;

    /** SQLite calls this on the thread that runs the statement, and that thread tells of the error. */
    private static final ThreadLocal<Duration> LAST = new ThreadLocal<>();

    private final Waiting waiting;
    private Deadline deadline;
    private boolean on = true;

    private Patience(Waiting waiting) {
        this.waiting = waiting;
        this.deadline = new Deadline(waiting);
    }

    /** Makes a connection wait so. */
    static Patience on(Connection connection, Waiting waiting) throws SQLException {
        LAST.remove();
        Patience patience = new Patience(waiting);
        BusyHandler.setHandler(SqliteSource.driverConnection(connection), patience);
        return patience;
    }

    /** Returns how long this thread waited for a database when it last did. */
    static Duration lastWait() {
        Duration last = LAST.get();
        return last == null ? Duration.ZERO : last;
    }

    /** Keeps a time that was measured otherwise. */
    static void measured(Duration waited) {
        LAST.set(waited);
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
        boolean over = !on || deadline.isOver() || Thread.currentThread().isInterrupted();
        if (!over) {
            deadline.tell(null);
            over = !sleeps();
        }
        LAST.set(deadline.waited());
        return over ? 0 : 1;
    }

    private static boolean sleeps() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

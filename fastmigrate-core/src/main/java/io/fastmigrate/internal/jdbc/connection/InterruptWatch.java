package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.port.StepFailedException;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a thread waits for soon after that thread is interrupted: another thread looks, and cancels. Used by the one thread
 * that works.
 */
final class InterruptWatch implements AutoCloseable {

    private static final long LOOK_EVERY_NANOS = 50_000_000L;

    private volatile @Nullable Cancellation running;
    private volatile boolean closed;
    private @Nullable Thread watch;

    /** Ends what another thread waits for. */
    @FunctionalInterface
    interface Cancellation {
        void cancel() throws SQLException;
    }

    /** Cancels something when this thread is interrupted, until {@link #end}. */
    void begin(Cancellation cancellation) {
        if (watch == null) {
            Thread worker = Thread.currentThread();
            watch = new Thread(() -> watch(worker), "fastmigrate-interrupt-watch");
            watch.setDaemon(true);
            watch.start();
        }
        running = cancellation;
    }

    void end() {
        running = null;
    }

    /**
     * Returns an error of what could be cancelled.
     *
     * @throws StepFailedException if this thread is interrupted: then that is the reason
     */
    static SQLException unlessInterrupted(SQLException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw StepFailedException.interrupted();
        }
        return e;
    }

    private void watch(Thread worker) {
        while (!closed) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            Cancellation cancellation = running;
            if (cancellation != null && worker.isInterrupted()) {
                cancel(cancellation);
            }
        }
    }

    /** What cannot be cancelled has ended by itself in the meantime, or is tried again. */
    private static void cancel(Cancellation cancellation) {
        try {
            cancellation.cancel();
        } catch (SQLException e) {
            return;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }
}

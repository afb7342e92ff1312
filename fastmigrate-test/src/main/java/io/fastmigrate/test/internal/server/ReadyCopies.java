package io.fastmigrate.test.internal.server;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Copies of one template. Once a second test asks for one, the next ones are made ahead, while tests run. One that is given
 * back is made ready for another test in the same way.
 */
final class ReadyCopies {

    private final Callable<String> copying;
    private final Executor executor;
    private final int most;
    private final Queue<FutureTask<String>> ahead = new ArrayDeque<>();
    private boolean asked;

    /**
     * Makes none yet.
     *
     * @param most how many are made ahead
     */
    ReadyCopies(Callable<String> copying, Executor executor, int most) {
        this.copying = copying;
        this.executor = executor;
        this.most = most;
    }

    /** Returns the name of a copy that no one else gets. */
    String next() throws SQLException {
        FutureTask<String> first = take();
        try {
            return await(first);
        } catch (SQLException e) {
            // It may have been made ahead, when the server had no room or no connection to spare.
            return await(begin(copying));
        }
    }

    private synchronized FutureTask<String> take() {
        FutureTask<String> ready = ahead.poll();
        FutureTask<String> mine = ready != null ? ready : begin(copying);
        while (asked && ahead.size() < most) {
            ahead.add(begin(copying));
        }
        asked = true;
        return mine;
    }

    /**
     * Takes a copy that its test no longer needs.
     *
     * @param preparing makes it ready, and returns its name, or that of another one
     */
    synchronized void giveBack(Callable<String> preparing) {
        ahead.add(begin(preparing));
    }

    private FutureTask<String> begin(Callable<String> making) {
        FutureTask<String> task = new FutureTask<>(making);
        executor.execute(task);
        return task;
    }

    private static String await(FutureTask<String> task) throws SQLException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the database of the test is made.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new IllegalStateException("The database of the test cannot be made: " + e.getCause(), e.getCause());
        }
    }
}

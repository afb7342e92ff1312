package io.fastmigrate.test.internal.server;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Copies of one template. Once a second test asks for one, the next ones are made ahead, while tests run. */
final class ReadyCopies {

    private static final int AHEAD = 2;

    private final Callable<String> copying;
    private final Executor executor;
    private final Queue<FutureTask<String>> ahead = new ArrayDeque<>();
    private boolean asked;

    ReadyCopies(Callable<String> copying, Executor executor) {
        this.copying = copying;
        this.executor = executor;
    }

    /** Returns the name of a copy that no one else gets. */
    String next() throws SQLException {
        FutureTask<String> first = take();
        try {
            return await(first);
        } catch (SQLException e) {
            // It may have been made ahead, when the server had no room or no connection to spare.
            return await(begin());
        }
    }

    private synchronized FutureTask<String> take() {
        FutureTask<String> ready = ahead.poll();
        FutureTask<String> mine = ready != null ? ready : begin();
        while (asked && ahead.size() < AHEAD) {
            ahead.add(begin());
        }
        asked = true;
        return mine;
    }

    private FutureTask<String> begin() {
        FutureTask<String> task = new FutureTask<>(copying);
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

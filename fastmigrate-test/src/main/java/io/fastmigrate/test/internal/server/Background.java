package io.fastmigrate.test.internal.server;

import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What is done behind the tests on one server: databases are made ahead, and dropped later, at the end of the JVM at the latest. */
final class Background {

    /** How many databases are made at the same time. */
    static final int MAKERS = 2;

    /** How many databases of tests that are over may be there. */
    private static final int MOST_TO_DROP = 20;

    private static final long SECONDS_FOR_MAKERS = 10;

    private final ExecutorService making = Executors.newFixedThreadPool(MAKERS, Background::thread);
    private final ExecutorService dropping = Executors.newSingleThreadExecutor(Background::thread);
    private final Semaphore toDrop = new Semaphore(MOST_TO_DROP);
    private final Drop drop;

    /** Drops one database. */
    @FunctionalInterface
    interface Drop {
        void drop(String database) throws SQLException;
    }

    /** Something that the server may refuse. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /**
     * Makes threads that do not keep the JVM alive.
     *
     * @param dropAll drops what is left at the end of the JVM
     */
    Background(Drop drop, Work dropAll) {
        this.drop = drop;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(dropAll), "fastmigrate-test-removal"));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fastmigrate-test");
        thread.setDaemon(true);
        return thread;
    }

    Executor making() {
        return making;
    }

    /** Does something behind the tests that is tried again another time if it fails. */
    void run(Work work) {
        dropping.execute(() -> attempt(work));
    }

    /** Drops a database soon; waits where many are to be dropped. */
    void dropSoon(String database) {
        toDrop.acquireUninterruptibly();
        try {
            dropping.execute(() -> {
                try {
                    attempt(() -> drop.drop(database));
                } finally {
                    toDrop.release();
                }
            });
        } catch (RejectedExecutionException e) {
            toDrop.release(); // the JVM ends, which drops it too
        }
    }

    /** What fails here is done at the end of the JVM, or by the next one. */
    private static void attempt(Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            return;
        }
    }

    private void end(Work dropAll) {
        dropping.shutdownNow();
        making.shutdownNow();
        try {
            if (making.awaitTermination(SECONDS_FOR_MAKERS, TimeUnit.SECONDS)) {
                attempt(dropAll);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

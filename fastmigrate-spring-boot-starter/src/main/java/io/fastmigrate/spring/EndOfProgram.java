package io.fastmigrate.spring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a migration when the program is ended (by SIGTERM, say), and waits a moment for what it did to be rolled
 * back. Without it the program would live on until the last script has run.
 */
final class EndOfProgram {

    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private EndOfProgram(Thread working) {
        this.hook = new Thread(() -> interrupt(working), "fastmigrate-end");
    }

    /** Does something on this thread that the end of the program interrupts. */
    static void interrupts(Runnable work) {
        EndOfProgram end = hookedTo(Thread.currentThread());
        try {
            work.run();
        } finally {
            end.unhook();
        }
    }

    private static EndOfProgram hookedTo(Thread working) {
        EndOfProgram end = new EndOfProgram(working);
        try {
            Runtime.getRuntime().addShutdownHook(end.hook);
        } catch (IllegalStateException e) {
            working.interrupt(); // the end has begun
        }
        return end;
    }

    private void interrupt(Thread working) {
        working.interrupt();
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void unhook() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook runs.
        }
    }
}

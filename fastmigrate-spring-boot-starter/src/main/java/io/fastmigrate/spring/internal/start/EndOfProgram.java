package io.fastmigrate.spring.internal.start;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts migrations when the program is ended (by SIGTERM, say), and waits a moment for what they did to be rolled
 * back. Without it the program would live on until the last script has run. However many run at once, there is one shutdown hook,
 * and none when none runs.
 */
final class EndOfProgram {

    private static final int PATIENCE_SECONDS = 10;

    private static final Set<EndOfProgram> WORKING = new LinkedHashSet<>();
    private static @Nullable Thread hook;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    private EndOfProgram(Thread thread) {
        this.thread = thread;
    }

    /** Does something on this thread that the end of the program interrupts. */
    static void interrupts(Runnable work) {
        EndOfProgram end = new EndOfProgram(Thread.currentThread());
        add(end);
        try {
            work.run();
        } finally {
            end.done.countDown();
            remove(end);
        }
    }

    private static void add(EndOfProgram end) {
        synchronized (WORKING) {
            WORKING.add(end);
            if (hook != null) {
                return;
            }
            Thread interrupting = new Thread(EndOfProgram::interruptAll, "fastmigrate-end");
            try {
                Runtime.getRuntime().addShutdownHook(interrupting);
                hook = interrupting;
            } catch (IllegalStateException e) {
                end.thread.interrupt(); // the end has begun
            }
        }
    }

    private static void remove(EndOfProgram end) {
        synchronized (WORKING) {
            WORKING.remove(end);
            Thread unneeded = hook;
            if (unneeded == null || !WORKING.isEmpty()) {
                return;
            }
            hook = null;
            try {
                Runtime.getRuntime().removeShutdownHook(unneeded);
            } catch (IllegalStateException e) {
                // The program is ending, and the hook runs.
            }
        }
    }

    private static void interruptAll() {
        List<EndOfProgram> all;
        synchronized (WORKING) {
            all = List.copyOf(WORKING);
        }
        all.forEach(end -> end.thread.interrupt());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            for (EndOfProgram end : all) {
                if (!end.done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

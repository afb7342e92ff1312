package io.fastmigrate.mcp;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The calls that are being answered. When the session ends they are interrupted, and the engine rolls back what it runs. */
final class Workers {

    private final Set<Thread> threads = new HashSet<>();
    private boolean stopped;

    /** Answers a call on the calling thread. */
    Answer run(String command, Supplier<Answer> work) {
        synchronized (this) {
            if (stopped) {
                return Answer.refusal(command, "interrupted", "The session is over. Nothing ran.", "Start a new one.");
            }
            threads.add(Thread.currentThread());
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                threads.remove(Thread.currentThread());
                if (stopped) {
                    Thread.interrupted(); // the thread belongs to a pool
                }
                notifyAll();
            }
        }
    }

    /** Interrupts all calls and waits for their ends, but not longer than the time. */
    synchronized void stop(Duration atMost) {
        stopped = true;
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        while (!threads.isEmpty() && System.nanoTime() < deadline) {
            try {
                wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

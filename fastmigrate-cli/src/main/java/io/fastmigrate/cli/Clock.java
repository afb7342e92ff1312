package io.fastmigrate.cli;

import java.time.Duration;

/** Does something again and again on its own thread until it is stopped. */
final class Clock {

    private final Thread thread;

    private Clock(Thread thread) {
        this.thread = thread;
    }

    static Clock every(Duration period, Runnable action) {
        Thread thread = new Thread(() -> run(period, action), "clock");
        thread.setDaemon(true);
        thread.start();
        return new Clock(thread);
    }

    @SuppressWarnings("BusyWait")
    private static void run(Duration period, Runnable action) {
        try {
            while (true) {
                Thread.sleep(period.toMillis());
                action.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        thread.interrupt();
    }
}

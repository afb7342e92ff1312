package io.fastmigrate.cli.run;

import java.time.Duration;

/** Does something again and again on its own thread until it is stopped. */
public final class Clock {

    private final Thread thread;

    private Clock(Thread thread) {
        this.thread = thread;
    }

    public static Clock every(Duration period, Runnable action) {
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

    public void stop() {
        thread.interrupt();
    }
}

package io.fastmigrate.internal.process;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Another program that works for us: its whole tree ends when it takes too long, when the thread that waits is interrupted,
 * and when this program is stopped. It writes both of its streams into one.
 */
public final class SupervisedProcess {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Process process;
    private final ProcessTree tree;
    private final ProcessOutput lines;

    private SupervisedProcess(Process process, ProcessTree tree, ProcessOutput lines) {
        this.process = process;
        this.tree = tree;
        this.lines = lines;
    }

    /**
     * Starts a program.
     *
     * @param builder says what it reads, if anything: {@link #nullDevice}
     * @param output is told each line that it writes, without passwords of its environment, in another thread
     * @throws IOException if there is no such program; {@link Interpreter#whyNot} says why
     */
    public static SupervisedProcess start(ProcessBuilder builder, Consumer<String> output) throws IOException {
        builder.redirectErrorStream(true);
        ProcessTree tree = new ProcessTree();
        tree.mark(builder.environment());
        ProcessText.ofThisJava().applyTo(builder);
        Process process = builder.start();
        tree.startedAs(process);
        UnaryOperator<String> mask = ProcessSecrets.mask(builder.environment());
        return new SupervisedProcess(process, tree, ProcessOutput.follow(process.getInputStream(), mask, output));
    }

    /** Returns the file that is always empty. */
    public static File nullDevice() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    /**
     * Waits for its end.
     *
     * @param timeout empty for no limit
     * @param heartbeat is called about once a second
     * @param afterwards is called when this program was stopped in the meantime, after the process was ended
     * @return its exit code; empty if it took too long and was ended
     * @throws InterruptedException if this thread was interrupted; the process was ended
     */
    public Optional<Integer> await(Optional<Duration> timeout, Runnable heartbeat, Runnable afterwards)
            throws InterruptedException {
        Thread ender = new Thread(
                () -> {
                    tree.end();
                    afterwards.run();
                },
                "fastmigrate-end-process");
        boolean hooked = hook(ender);
        try {
            if (!finishes(timeout, heartbeat)) {
                tree.end();
                return Optional.empty();
            }
            finishReading();
            return Optional.of(process.exitValue());
        } catch (InterruptedException e) {
            tree.end();
            throw e;
        } finally {
            if (hooked) {
                unhook(ender);
            }
        }
    }

    /** It is done: an interrupt that comes now is for what comes after it. */
    private void finishReading() {
        try {
            lines.finish(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean finishes(Optional<Duration> timeout, Runnable heartbeat) throws InterruptedException {
        long began = System.nanoTime();
        long limit = timeout.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long left = limit;
        while (!process.waitFor(Math.min(left, HEARTBEAT.toNanos()), TimeUnit.NANOSECONDS)) {
            left = limit - (System.nanoTime() - began);
            if (left <= 0) {
                return false;
            }
            heartbeat.run();
        }
        return true;
    }

    private boolean hook(Thread ender) {
        try {
            Runtime.getRuntime().addShutdownHook(ender);
            return true;
        } catch (IllegalStateException e) {
            tree.end();
            return false;
        }
    }

    private static void unhook(Thread ender) {
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException e) {
            // The program is being stopped, and the hook runs.
        }
    }

    /** Returns the last lines that it wrote: {@link ProcessOutput#tail}. */
    public String tail() {
        return lines.tail();
    }
}

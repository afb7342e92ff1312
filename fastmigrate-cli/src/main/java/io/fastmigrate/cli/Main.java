package io.fastmigrate.cli;

import io.fastmigrate.cli.output.Style;
import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command. The launchers say by system properties what they are called ({@code fastmigrate.program}) and which
 * streams are terminals ({@code fastmigrate.terminal}: {@code out}, {@code err}, {@code out,err}), and whether standard
 * output is a pipe ({@code fastmigrate.pipe}).
 */
public final class Main {

    /** How long a signal waits for the script that runs to be rolled back. */
    private static final long SECONDS_TO_STOP = 20;

    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(System.getProperty("fastmigrate.program", Cli.NAME), arguments));
    }

    /** Runs a program on the streams and in the working directory of this process; returns its exit code. */
    static int run(String program, String... arguments) {
        Terminal terminal = terminal(System.getenv(), System.getProperty("fastmigrate.terminal", ""));
        CountDownLatch done = stopOnSignal(Thread.currentThread());
        int exitCode;
        try {
            exitCode = new Cli(terminal).run(program, arguments);
            if (terminal.out().checkError()) {
                complain(terminal);
                exitCode = Math.max(exitCode, ExitCode.FAILED.number());
            }
        } finally {
            done.countDown();
        }
        return exitCode;
    }

    /** Says that the result is lost; but who closes a pipe, as {@code head} does, has seen enough. */
    private static void complain(Terminal terminal) {
        if (!Boolean.getBoolean("fastmigrate.pipe")) {
            terminal.error("The result could not be written to standard output.");
        }
    }

    /** A signal interrupts the work, which then rolls back; the process ends after that, by the signal's exit code. */
    private static CountDownLatch stopOnSignal(Thread worker) {
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (done.getCount() > 0) {
                worker.interrupt();
                await(done);
            }
        }));
        return done;
    }

    @SuppressWarnings("ResultOfMethodCallIgnored")
    private static void await(CountDownLatch done) {
        try {
            done.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Terminal terminal(Map<String, String> environment, String terminals) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean colour = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean out = terminals.contains("out");
        boolean err = terminals.contains("err");
        return new Terminal(
                stream(FileDescriptor.out, "stdout.encoding"),
                stream(FileDescriptor.err, "stderr.encoding"),
                out && colour ? Style.COLOUR : Style.PLAIN,
                err && colour ? Style.COLOUR : Style.PLAIN,
                err && !dumb,
                Path.of(""));
    }

    private static PrintStream stream(FileDescriptor descriptor, String property) {
        @Nullable String name = System.getProperty(property, System.getProperty("native.encoding"));
        Charset encoding = name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        boolean narrow = encoding.equals(StandardCharsets.US_ASCII);
        return new PrintStream(new FileOutputStream(descriptor), true, narrow ? StandardCharsets.UTF_8 : encoding);
    }
}

package io.fastmigrate.internal.adapter;

import io.fastmigrate.internal.process.Interpreter;
import io.fastmigrate.internal.process.ProcessOutput;
import io.fastmigrate.internal.process.ProcessText;
import io.fastmigrate.internal.process.ProcessTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Python process that calls the hooks of one {@code config.py}, one after the other. What it is asked and what it
 * answers are frames on its standard input and output, which {@code bridge.py} describes; what Python writes comes on its
 * standard error.
 */
final class PythonBridge {

    private static final String PROGRAM = "bridge.py";
    /** Reads the program from where the requests come later. */
    private static final String START = "import os\n"
            + "r = os.fdopen(os.dup(0), 'rb')\n"
            + "exec(compile(r.read(int(r.readline())), '<fastmigrate>', 'exec'),"
            + " {'__name__': 'fastmigrate_bridge', 'REQUESTS': r})";
    /** Somewhat longer than the bridge itself gives its hooks to stop and to close the connection. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Process process;
    private final ProcessTree tree;
    private final ProcessOutput output;
    private final OutputStream requests;
    private final InputStream replies;
    private final ExecutorService caller = Executors.newSingleThreadExecutor(PythonBridge::daemon);
    private volatile boolean givenUp;

    private PythonBridge(Process process, ProcessTree tree, Consumer<String> lines) {
        this.process = process;
        this.tree = tree;
        this.output = ProcessOutput.follow(process.getErrorStream(), lines);
        this.requests = process.getOutputStream();
        this.replies = new BufferedInputStream(process.getInputStream());
    }

    /**
     * Starts the process.
     *
     * @param lines is told each line that Python writes, in another thread
     */
    static PythonBridge start(String python, Consumer<String> lines) {
        ProcessBuilder builder = new ProcessBuilder(List.of(python, "-c", START));
        ProcessTree tree = new ProcessTree();
        tree.mark(builder.environment());
        try {
            ProcessText.ofThisJava().applyTo(builder);
            Process process = builder.start();
            tree.startedAs(process);
            PythonBridge bridge = new PythonBridge(process, tree, lines);
            bridge.caller.execute(bridge::sendProgram);
            return bridge;
        } catch (IOException e) {
            throw HookFailedException.of(
                    "A config.py is run by " + python + ", which could not be started: "
                            + Interpreter.whyNot(python, e),
                    "Install Python 3, or set python to the program to use.",
                    e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fastmigrate-config.py");
        thread.setDaemon(true);
        return thread;
    }

    /** A process that ended already is noticed by the first call. */
    private void sendProgram() {
        try (InputStream program = PythonBridge.class.getResourceAsStream(PROGRAM)) {
            byte[] text = program == null ? new byte[0] : program.readAllBytes();
            requests.write((text.length + "\n").getBytes(StandardCharsets.US_ASCII));
            requests.write(text);
            requests.flush();
        } catch (IOException e) {
            return;
        }
    }

    /** Asks for something; the future holds the answer, and cancelling it gives the whole process up. */
    CompletableFuture<String> call(String... request) {
        CompletableFuture<String> answer = onCancel(new CompletableFuture<>(), this::giveUp);
        caller.execute(() -> {
            try {
                send(request);
                List<String> reply = receive();
                if (reply.get(0).equals("ok")) {
                    answer.complete(reply.get(1));
                } else {
                    answer.completeExceptionally(new PythonException(reply.get(1)));
                }
            } catch (IOException e) {
                answer.completeExceptionally(new PythonException(ended()));
            }
        });
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing follows from it
    static <T> CompletableFuture<T> onCancel(CompletableFuture<T> future, Runnable act) {
        future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                act.run();
            }
        });
        return future;
    }

    private void send(String... fields) throws IOException {
        requests.write((fields.length + "\n").getBytes(StandardCharsets.US_ASCII));
        for (String field : fields) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            requests.write((bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
            requests.write(bytes);
        }
        requests.flush();
    }

    private List<String> receive() throws IOException {
        List<String> fields = new ArrayList<>();
        for (int n = number(); n > 0; n--) {
            int length = number();
            byte[] bytes = replies.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            fields.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return fields;
    }

    private int number() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = replies.read(); b != '\n'; b = replies.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return Integer.parseInt(line.toString(StandardCharsets.US_ASCII));
    }

    private String ended() {
        try {
            output.finish(GRACE);
            if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return "its process ended with exit code " + process.exitValue() + "." + output.tail();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "its process no longer answers." + output.tail();
    }

    /** Asks nothing any more: the process then stops the hook that runs, closes the connection, and ends. */
    void giveUp() {
        if (!givenUp) {
            givenUp = true;
            // Closing waits for a write that Python does not read.
            daemon(this::closeRequests).start();
            daemon(this::awaitEnd).start();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                tree.end();
            }
        } catch (InterruptedException e) {
            tree.end();
            Thread.currentThread().interrupt();
        }
    }

    private void closeRequests() {
        try {
            requests.close();
        } catch (IOException e) {
            return; // The process has ended.
        }
    }

    /** Has the connection closed, unless the process was given up and does so by itself, and waits for its end. */
    CompletableFuture<String> close() {
        CompletableFuture<String> closed =
                onCancel(new CompletableFuture<>(), () -> daemon(tree::end).start());
        daemon(() -> {
                    try {
                        String answer = givenUp ? "" : call("close_connection").get();
                        end();
                        closed.complete(answer);
                    } catch (ExecutionException | CompletionException e) {
                        end();
                        closed.completeExceptionally(Hooks.realCause(e));
                    } catch (InterruptedException e) {
                        closed.completeExceptionally(e);
                    }
                })
                .start();
        return closed;
    }

    /** Waits for the end of the process, and ends it by force where it does not come. */
    void end() {
        giveUp();
        awaitEnd();
        try {
            output.finish(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        caller.shutdownNow();
    }
}

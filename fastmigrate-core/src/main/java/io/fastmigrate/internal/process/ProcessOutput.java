package io.fastmigrate.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a process writes: told line by line as it comes; of all of it only the last lines are kept. */
public final class ProcessOutput {

    private static final int KEPT_LINES = 20;
    private static final int LONGEST_LINE = 4096;
    private static final int BLOCK = 8192;
    private static final Charset CHARSET = StandardCharsets.UTF_8;

    private final InputStream in;
    private final UnaryOperator<String> mask;
    private final Consumer<String> listener;
    private final Deque<String> tail = new ArrayDeque<>();
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private final Thread reader;

    private ProcessOutput(InputStream in, UnaryOperator<String> mask, Consumer<String> listener) {
        this.in = in;
        this.mask = mask;
        this.listener = listener;
        this.reader = new Thread(this::read, "fastmigrate-script-output");
        reader.setDaemon(true);
    }

    /** Begins to read, in a separate thread that ends with the stream. */
    public static ProcessOutput follow(InputStream in, Consumer<String> listener) {
        return follow(in, UnaryOperator.identity(), listener);
    }

    /**
     * Does the same.
     *
     * @param mask what is done to each line before anyone sees it
     */
    static ProcessOutput follow(InputStream in, UnaryOperator<String> mask, Consumer<String> listener) {
        ProcessOutput output = new ProcessOutput(in, mask, listener);
        output.reader.start();
        return output;
    }

    private void read() {
        byte[] block = new byte[BLOCK];
        try (in) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                for (int i = 0; i < n; i++) {
                    add(block[i]);
                }
            }
        } catch (IOException e) {
            // The process was ended, or no one waits for what its children still write.
        }
        if (length > 0) {
            tell();
        }
    }

    private void add(byte b) {
        if (b == '\n') {
            tell();
        } else {
            line[length++] = b;
            if (length == LONGEST_LINE) {
                tellPart();
            }
        }
    }

    /** Tells a line that is too long as several, never cut within a character: one has four bytes at most. */
    private void tellPart() {
        int end = length;
        while (end > length - 3 && (line[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        end = line[end - 1] < 0 ? end - 1 : length;
        byte[] rest = Arrays.copyOfRange(line, end, length);
        length = end;
        tell();
        System.arraycopy(rest, 0, line, 0, rest.length);
        length = rest.length;
    }

    private void tell() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        // A carriage return within a line would have a terminal write over what comes before it.
        String text = mask.apply(new String(line, 0, end, CHARSET).replace('\r', ' '));
        length = 0;
        synchronized (tail) {
            tail.addLast(text);
            if (tail.size() > KEPT_LINES) {
                tail.removeFirst();
            }
        }
        listener.accept(text);
    }

    /** Waits for the rest; not for ever, since a process left in the background may keep the stream open. */
    public void finish(Duration grace) throws InterruptedException {
        reader.join(grace.toMillis());
    }

    /** Returns the last lines, indented, on their own lines; nothing where nothing was written. */
    public String tail() {
        synchronized (tail) {
            return tail.isEmpty() ? "" : " Its last output:\n    " + String.join("\n    ", tail);
        }
    }
}

package io.fastmigrate.cli.output;

import java.io.PrintStream;

/**
 * A line at the bottom of a terminal that is written again in place, and the lines above it. Safe for use by several
 * threads. Without a terminal there is no such line.
 */
public final class LiveLine {

    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private boolean shown;

    public LiveLine(Terminal terminal) {
        this.terminal = terminal;
    }

    public boolean isLive() {
        return terminal.live();
    }

    /** Shows a text in place of what the line showed. */
    public synchronized void show(String text) {
        if (terminal.live()) {
            terminal.err().print(CLEAR + terminal.errStyle().faint(text));
            terminal.err().flush();
            shown = true;
        }
    }

    /** Prints a whole line, above. */
    public synchronized void print(PrintStream stream, String text) {
        clear();
        stream.println(text);
    }

    /** Takes the line away. */
    public synchronized void clear() {
        if (shown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            shown = false;
        }
    }
}

package io.fastmigrate.internal.script;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a text with every line end made {@code \r\n}, as a checkout on Windows has it. */
public final class WindowsLineEnds extends FilterInputStream {

    private static final int NONE = -2;

    /** What comes before the next byte of the text is read. */
    private int next = NONE;

    private boolean afterReturn;

    public WindowsLineEnds(InputStream text) {
        super(new BufferedInputStream(text));
    }

    @Override
    public int read() throws IOException {
        if (next != NONE) {
            int held = next;
            next = NONE;
            return held;
        }
        int b = super.read();
        if (b == '\n' && afterReturn) {
            b = super.read();
        }
        afterReturn = b == '\r';
        if (b == '\r' || b == '\n') {
            next = '\n';
            return '\r';
        }
        return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = 0;
        for (int b = 0; count < length && (b = read()) >= 0; ) {
            target[from + count++] = (byte) b;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

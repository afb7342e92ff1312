package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TextPosition;
import io.fastmigrate.internal.sql.token.TokenDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The part of a script that is in memory, and where it stands in the whole. */
final class ScriptBuffer implements AutoCloseable {

    private static final int LONGEST_STATEMENT = 1_000_000_000;

    private final InputStream in;
    private final String location;
    private final TokenDigest digest;
    private final TextPosition walker;

    byte[] buffer;
    int limit;
    /** What comes next. */
    int at;
    /** How far the walker has come. */
    int walked;
    /** Where the statement at hand begins; -1 between statements. */
    int start = -1;
    /** Where the statement at hand ends, as far as it is known. */
    int end;

    boolean last;
    long bytesRead;

    ScriptBuffer(InputStream in, String location, SqlDialect dialect, TokenDigest digest, int firstBuffer) {
        this.in = in;
        this.location = location;
        this.digest = digest;
        this.walker = new TextPosition(location, dialect);
        this.buffer = new byte[firstBuffer];
    }

    void walk(int to) {
        walker.advance(buffer, walked, to);
        walked = to;
    }

    /** Walks over bytes that are no text. */
    void pass(int to) {
        walker.pass(buffer, walked, to);
        walked = to;
    }

    /** Returns the place of what was walked to last. */
    Script.Position position() {
        return walker.position();
    }

    String string(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** Reads more bytes; false at the end of the stream. Moves the statement at hand to the beginning of the buffer. */
    boolean fill() throws IOException {
        if (last) {
            return false;
        }
        if (start < 0) {
            walk(at);
        }
        int keep = start < 0 ? at : Math.min(start, walked);
        if (keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, limit - keep);
            limit -= keep;
            at -= keep;
            walked -= keep;
            end -= keep;
            start = start < 0 ? start : start - keep;
        } else if (limit == buffer.length) {
            grow();
        }
        int before = limit;
        while (limit < buffer.length && !last) {
            int read = in.read(buffer, limit, buffer.length - limit);
            last = read < 0;
            limit += Math.max(read, 0);
        }
        bytesRead += limit - before;
        digest.expect(buffer, before, limit);
        return limit > before || !last;
    }

    private void grow() {
        if (buffer.length >= LONGEST_STATEMENT) {
            throw invalid(
                    walker.position(),
                    "the statement here is too long: it has more than " + LONGEST_STATEMENT + " bytes",
                    "Check whether a quote is never closed; otherwise split it into several statements.");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, LONGEST_STATEMENT));
    }

    /** Passes over the rest of the line, and returns it without white space round it. */
    String restOfLine() throws IOException {
        int lineEnd = at;
        while (true) {
            while (lineEnd < limit && buffer[lineEnd] != '\n') {
                lineEnd++;
            }
            int before = at;
            if (lineEnd < limit || !fill()) {
                break;
            }
            lineEnd -= before - at;
        }
        String text = string(at, lineEnd).strip();
        at = lineEnd;
        return text;
    }

    InvalidScriptException invalid(Script.Position where, String what, String advice) {
        return Bridge.errors()
                .invalidScript(List.of(location), where, location + ":" + where + ": " + what + ".", advice);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

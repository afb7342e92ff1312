package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TextPosition;
import io.fastmigrate.internal.sql.token.TokenDigest;
import io.fastmigrate.internal.sql.token.Written;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The part of a script that is in memory, and where it stands in the whole. Not thread safe. */
public final class ScriptBuffer implements AutoCloseable {

    /** Most scripts are short. A longer one is read in larger pieces. */
    private static final int FIRST_BUFFER = 8 * 1024;

    /** In bytes: one more than a byte order mark. */
    private static final int SMALLEST = 4;

    private static final int BUFFER = 64 * 1024;
    /** <a href="https://sqlite.org/limits.html#max_sql_length">SQLite's own limit</a>. */
    private static final int LONGEST_STATEMENT = 1_000_000_000;
    /** In bytes: longer than any command of a client. */
    private static final int LONGEST_COMMAND = 32;

    private final InputStream in;
    private final String location;
    private final int longestStatement;
    private final TokenDigest digest = new TokenDigest();
    private final TextPosition walker;

    /** Where values stand in the text; null for a text as written. */
    private final @Nullable ReplacedText replaced;

    private final @Nullable SqlDialect dialect;

    /** Null where statements are handed out in whole. */
    private @Nullable Skimmer skimmer;

    private @Nullable TextSink sink;

    byte[] buffer;
    int limit;
    /** What comes next. */
    int at;
    /** Where the statement at hand begins; -1 between statements. */
    int start = -1;

    boolean last;
    /** How far the walker has come. */
    private int walked;

    private long read;
    private Script.Position position = Script.Position.START;
    /** Where the token begins of which a part was left out last. */
    private Script.Position shortened = Script.Position.START;

    /**
     * Begins at the first byte.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     * @param dialect whose text it is; null for SQLite's
     */
    public ScriptBuffer(InputStream in, String location, @Nullable SqlDialect dialect) {
        this(in, location, dialect, FIRST_BUFFER, LONGEST_STATEMENT);
    }

    /** Begins at the first byte, with room for {@code firstBuffer} bytes and at most {@code longestStatement}. */
    public ScriptBuffer(
            InputStream in, String location, @Nullable SqlDialect dialect, int firstBuffer, int longestStatement) {
        this.in = in;
        this.replaced = in instanceof ReplacedText text ? text : null;
        this.location = location;
        this.dialect = dialect;
        this.longestStatement = longestStatement;
        this.walker = new TextPosition(location, dialect);
        this.buffer = new byte[Math.max(firstBuffer, SMALLEST)];
    }

    /** Takes a text that is in memory as a whole already: reading it is neither interrupted nor fails. */
    public static ScriptBuffer of(String text, String location, @Nullable SqlDialect dialect) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ScriptBuffer(
                new ByteArrayInputStream(bytes), location, dialect, bytes.length + 1, LONGEST_STATEMENT);
    }

    /**
     * Begins at the first byte of a text that is looked at and never runs: of a statement of more than a million bytes, only the beginning
     * is handed out, so there is no checksum. No more of it stays in memory, unless the text has values.
     */
    public static ScriptBuffer skim(InputStream in, String location, @Nullable SqlDialect dialect) {
        ScriptBuffer text = new ScriptBuffer(in, location, dialect);
        text.skimmer = new Skimmer();
        return text;
    }

    /** Tells whether only the beginning of the statement at hand is handed out. */
    public boolean isCut() {
        return skimmer != null && skimmer.isCut();
    }

    /** Returns the end of what is handed out of the statement at hand, which ends at {@code to}. */
    public int keptTo(int to) {
        return skimmer == null ? to : start + skimmer.kept(to - start);
    }

    /** What the tokens are taken into. */
    public TokenDigest digest() {
        return digest;
    }

    public byte[] bytes() {
        return buffer;
    }

    /** Returns the index of the first byte of the statement at hand. */
    public int start() {
        return start;
    }

    /** Returns the index of what comes next. */
    public int at() {
        return at;
    }

    /** Returns where the statement at hand begins. */
    public Script.Position position() {
        return position;
    }

    public int bufferSize() {
        return buffer.length;
    }

    long bytesRead() {
        return read - (limit - at);
    }

    /** Has all of the text copied. */
    void copyTo(TextSink copy) {
        sink = copy;
    }

    boolean isCopied() {
        return sink != null;
    }

    void copyToken(int from, int to) {
        if (sink != null) {
            sink.token(buffer, from, to);
        }
    }

    void copyOutside(int from, int to) {
        if (sink != null) {
            sink.outside(buffer, from, to);
        }
    }

    /** Copies what was passed over since a place was asked for last. */
    void copyOutsideSincePlace() {
        copyOutside(walked, at);
    }

    /** Returns the checksum of the tokens; of a text with values, that of the script as written; null for one that is skimmed. */
    @Nullable
    ScriptChecksum checksum() {
        if (skimmer != null) {
            return null;
        }
        return replaced == null ? digest.finish() : replaced.checksum();
    }

    /** Returns what a statement is in the script as written; null where no value stands in it. */
    public @Nullable Written written(int from, int to) {
        return replaced == null ? null : replaced.spans().written(buffer, from, to, read - limit);
    }

    void begin(int from) {
        start = from;
        if (skimmer != null) {
            skimmer.begin(from < walked);
        }
        if (replaced != null) {
            replaced.spans().begin(read - limit + from);
        }
        position = opened(from);
    }

    /** Returns the place of the token that begins at {@code from}. */
    Script.Position opened(int from) {
        return from < walked ? shortened : positionOf(from);
    }

    void walk(int to) {
        if (to <= walked) {
            return;
        }
        if (replaced == null) {
            walker.advance(buffer, walked, to);
        } else {
            replaced.spans().walk(walker, buffer, walked, to, read - limit);
        }
        walked = to;
    }

    /** Walks over bytes that are no text. */
    public void passOver(int from, int to) {
        walk(from);
        walker.pass(buffer, walked, to);
        walked = to;
        if (replaced != null) {
            replaced.spans().pass(read - limit + to);
        }
    }

    /** Returns the place of a byte, or of the last one whose place was asked for, if that is behind it. */
    Script.Position near(int index) {
        return index < walked ? walker.position() : positionOf(index);
    }

    /** Returns the place of a byte; only forward, one after the other. */
    public Script.Position positionOf(int index) {
        walk(index);
        return walker.position();
    }

    public String string(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * Reads more bytes; false at the end of the stream. Moves the statement at hand to the beginning of the buffer.
     *
     * @throws InterruptedIOException if this thread is interrupted, at the first bytes aside
     */
    boolean fill() throws IOException {
        if (last) {
            return false;
        }
        if (read > 0 && Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while " + location + " was read");
        }
        int whole = TextPosition.wholeCharacters(buffer, walked, at);
        if (start < 0) {
            walk(whole);
        } else if (skimmer != null && replaced == null) {
            leaveOut(start + skimmer.kept(whole - start), whole);
        }
        int keep = start < 0 ? Math.min(walked, at) : start;
        if (limit == buffer.length && (keep == 0 || limit == FIRST_BUFFER)) {
            grow();
        }
        if (keep > 0) {
            move(keep);
        }
        int before = limit;
        while (limit < buffer.length && !last) {
            int count = in.read(buffer, limit, buffer.length - limit);
            last = count < 0;
            limit += Math.max(count, 0);
        }
        read += limit - before;
        if (read == limit && isMark()) {
            at = 3;
        }
        digest.expect(buffer, before, limit);
        return limit > before && at < limit;
    }

    /** Leaves out of a token that goes on behind the bytes at hand what does not decide where it ends, if that is long. */
    void shortenToken(Lexer lexer) {
        Skimmer lengths = skimmer;
        if (lengths == null || replaced != null || lexer.innerTo() - lexer.innerFrom() < Skimmer.LONGEST) {
            return;
        }
        if (start >= 0) {
            lengths.cut(at - start);
        }
        shortened = opened(at);
        int to = TextPosition.wholeCharacters(buffer, lexer.innerFrom(), lexer.innerTo());
        if (dialect == SqlDialect.MYSQL) {
            passOver(lexer.innerFrom(), to); // a literal of MySQL's need not be text; each byte counts as a column
        }
        leaveOut(lexer.innerFrom(), to);
    }

    private void leaveOut(int from, int to) {
        walk(to);
        System.arraycopy(buffer, to, buffer, from, limit - to);
        limit -= to - from;
        walked -= to - from;
        at -= at < to ? 0 : to - from;
    }

    /** A byte order mark at the beginning is no part of any dialect. */
    private boolean isMark() {
        return at == 0
                && limit >= 3
                && buffer[0] == (byte) 0xEF
                && buffer[1] == (byte) 0xBB
                && buffer[2] == (byte) 0xBF;
    }

    private void move(int keep) {
        System.arraycopy(buffer, keep, buffer, 0, limit - keep);
        limit -= keep;
        at -= keep;
        walked -= keep;
        if (start >= 0) {
            start -= keep;
        }
    }

    private void grow() {
        if (buffer.length >= longestStatement) {
            throw tooLong("a statement can have " + longestStatement + " bytes at most");
        }
        try {
            long length = buffer.length == FIRST_BUFFER ? BUFFER : 2L * buffer.length;
            buffer = Arrays.copyOf(buffer, (int) Math.min(length, longestStatement));
        } catch (OutOfMemoryError e) {
            throw tooLong("there is not enough memory for a statement of more than " + buffer.length + " bytes");
        }
    }

    private InvalidScriptException tooLong(String why) {
        return invalid(
                start < 0 ? walker.position() : position,
                "the statement that begins here is too long: " + why,
                "Check whether a quote or a trigger is never closed; otherwise split it into several statements.");
    }

    /** Passes over the rest of the line, and returns it without white space round it. */
    public String restOfLine() throws IOException {
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
        String rest = string(at, lineEnd).strip();
        at = lineEnd;
        return rest;
    }

    /** Returns the command of a client that begins at {@code from}, within the statement at hand, without what follows it. */
    public String command(int from) throws IOException {
        int offset = from - start;
        boolean more = true;
        while (more && limit - start - offset < LONGEST_COMMAND) {
            more = fill();
        }
        int begin = start + offset;
        int to = begin + 1;
        while (to < limit && to - begin < LONGEST_COMMAND && buffer[to] > ' ' && buffer[to] != ';') {
            to++;
        }
        return string(begin, to);
    }

    /** Makes the error of what is opened by {@code sign} and has no end. */
    public InvalidScriptException neverClosed(Script.Position opened, String sign) {
        return invalid(
                opened,
                "the " + (sign.equals("/*") ? "comment" : "quote") + " that is opened here (" + sign
                        + ") is never closed",
                switch (sign.charAt(0)) {
                    case '/' -> "Close it with */.";
                    case '[' -> "Close it with ].";
                    case '$' -> "Close it with " + sign + ".";
                    default -> "Close it; inside the quotes, double the quote character.";
                });
    }

    public InvalidScriptException invalid(Script.Position where, String what, String advice) {
        return walker.invalid(where, what, advice);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.token.TextPosition;
import java.io.IOException;
import java.io.InputStream;

/**
 * The rows that follow a {@code COPY ... FROM STDIN} in a script, up to the line {@code \.}, which is no part of them. They
 * are read from the script as they are asked for, and are gone when its next statement is.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY: text format, end-of-data marker</a>
 */
public final class CopyRows extends InputStream {

    /** In bytes: a backslash, a dot, and a line end. */
    private static final int LONGEST_END = 4;

    private final ScriptBuffer text;
    private final Script.Position position;
    private boolean lineBegins = true;
    private boolean ended;
    /** The bytes of the text from here up to its {@code at} were looked at and not handed out yet. */
    private int next;

    private CopyRows(ScriptBuffer text) {
        this.text = text;
        this.position = text.positionOf(text.at);
        this.next = text.at;
    }

    /**
     * Begins on the line behind the one on which their statement ends.
     *
     * @throws io.fastmigrate.error.InvalidScriptException if anything but a comment stands between the two
     */
    public static CopyRows open(ScriptBuffer text) throws IOException {
        text.start = -1;
        Script.Position behind = text.positionOf(text.at);
        String rest = text.restOfLine();
        if (!rest.isEmpty() && !rest.startsWith("--")) {
            throw text.invalid(
                    behind,
                    "the rows of COPY ... FROM STDIN start on the next line, but this comes before them: " + rest,
                    "Move it to a line after the rows and the line \\. that ends them.");
        }
        text.at = Math.min(text.at + 1, text.limit);
        text.copyOutsideSincePlace();
        return new CopyRows(text);
    }

    /** Returns where the first row begins. */
    public Script.Position position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : text.buffer[next++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, text.at - next);
        System.arraycopy(text.buffer, next, into, offset, count);
        next += count;
        return count;
    }

    /** Passes over what is left. */
    public void skipRest() throws IOException {
        while (!isAtEnd()) {
            next = text.at;
        }
    }

    /** Passes over a piece of what is left; false where nothing is. */
    public boolean skipPiece() throws IOException {
        boolean more = !isAtEnd();
        next = text.at;
        return more;
    }

    private boolean isAtEnd() throws IOException {
        if (!ended && next == text.at) {
            lookAhead();
            ended = isEnd();
            if (!ended) {
                takePiece();
            }
        }
        return ended;
    }

    private void lookAhead() throws IOException {
        boolean more = true;
        while (more && text.limit - text.at < LONGEST_END) {
            more = text.fill();
        }
        if (text.at == text.limit) {
            throw text.invalid(
                    text.position(),
                    "the rows of this COPY ... FROM STDIN have no end: the line \\. is missing, as in a"
                            + " truncated file",
                    "Use the whole file, or add a line after the rows that contains \\. and nothing else.");
        }
        next = text.at;
    }

    /** Goes behind the line that ends the rows, if it is next. */
    private boolean isEnd() {
        int dot = text.at + 1;
        if (!lineBegins || dot >= text.limit || text.buffer[text.at] != '\\' || text.buffer[dot] != '.') {
            return false;
        }
        int behind = dot + 1;
        behind += behind < text.limit && text.buffer[behind] == '\r' ? 1 : 0;
        if (behind < text.limit && text.buffer[behind] != '\n') {
            return false;
        }
        int from = text.at;
        text.at = Math.min(behind + 1, text.limit);
        text.copyOutside(from, text.at);
        text.digest().endOfStatement();
        return true;
    }

    /** Takes whole lines, or as much of a long one as there is, without cutting a character or a line end in two. */
    private void takePiece() throws IOException {
        int to = pieceEnd();
        while (to == text.at) {
            text.fill();
            to = pieceEnd();
        }
        next = text.at;
        lineBegins = text.buffer[to - 1] == '\n';
        text.walk(to);
        text.digest().piece(text.buffer, text.at, to);
        text.copyOutside(text.at, to);
        text.at = to;
    }

    private int pieceEnd() {
        int i = text.at;
        while (i < text.limit && !mayEndBehind(i)) {
            i++;
        }
        if (i < text.limit) {
            return i + 1;
        }
        if (text.last) {
            return i;
        }
        int whole = TextPosition.wholeCharacters(text.buffer, text.at, i);
        return whole > text.at && text.buffer[whole - 1] == '\r' ? whole - 1 : whole;
    }

    /** Tells whether the line that ends the rows may follow. */
    private boolean mayEndBehind(int i) {
        byte[] bytes = text.buffer;
        return bytes[i] == '\n' && (text.limit - i <= LONGEST_END || (bytes[i + 1] == '\\' && bytes[i + 2] == '.'));
    }
}

package io.fastmigrate.sql;

import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.Position;
import io.fastmigrate.sql.SqlDialect.Lexis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script for a database other than SQLite, statement by statement, in memory that grows with its longest
 * statement alone. A statement ends where it ends for the database's own command-line client. Not thread safe.
 */
public final class DialectScanner implements AutoCloseable {

    private static final int FIRST_BUFFER = 64 * 1024;

    /** In bytes: as long as the longer one of two commands of psql. */
    private static final int RESTRICTION = 12;

    private static final Pattern NO_TRANSACTION = Pattern.compile("(?:--|#|//)\\s*fastmigrate:\\s*no-transaction\\s*$");
    private static final int LONGEST_STATEMENT = 1_000_000_000;

    private final InputStream in;
    private final String location;
    private final SqlDialect dialect;
    private final DialectLexer lexer;
    private final DialectHead head;
    private final TokenDigest digest = new TokenDigest();
    private final TextPosition walker;

    private byte[] buffer;
    private int limit;
    private int at;
    private int walked;
    /** Where the statement at hand begins; -1 between statements. */
    private int start = -1;

    private int end;
    private boolean last;
    private boolean anyStatement;
    private boolean noTransaction;
    private long bytesRead;
    private Position position = Position.START;
    private @Nullable ScriptChecksum checksum;

    /**
     * Begins at the first byte.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     */
    public DialectScanner(InputStream in, String location, SqlDialect dialect) {
        this(in, location, dialect, FIRST_BUFFER);
    }

    DialectScanner(InputStream in, String location, SqlDialect dialect, int firstBuffer) {
        this.in = in;
        this.location = location;
        this.dialect = dialect;
        this.lexer = new DialectLexer(dialect);
        this.head = new DialectHead(dialect);
        this.walker = new TextPosition(location, dialect);
        this.buffer = new byte[firstBuffer];
    }

    /**
     * Returns the next statement, or null after the last.
     *
     * @throws InvalidScriptException if the text is not UTF-8, holds a quote or comment that is never closed, or what only
     *     the database's command-line client understands
     */
    public @Nullable DialectStatement next() throws IOException {
        start = -1;
        head.begin();
        while (at < limit || fill()) {
            int tokenEnd = lexer.scan(buffer, at, limit, last);
            if (tokenEnd == DialectLexer.MORE) {
                fill();
            } else if (token(lexer.type(), tokenEnd)) {
                return statement();
            }
        }
        if (start >= 0) {
            return statement();
        }
        walk(limit);
        if (checksum == null) {
            checksum = digest.finish();
        }
        return null;
    }

    /** Returns how many bytes were read from the stream so far; somewhat ahead of the statement. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Returns the script's checksum over its tokens: comments, white space and the kind of line ends do not count.
     *
     * @throws IllegalStateException before {@link #next()} has returned null
     */
    public ScriptChecksum checksum() {
        if (checksum == null) {
            throw new IllegalStateException("The checksum is known at the end of the script only.");
        }
        return checksum;
    }

    /** Returns the checksum of the statements so far: its digits alone. */
    public String checksumSoFar() {
        return checksum == null ? digest.soFar() : ScriptChecksum.digits(checksum.text());
    }

    /** Closes the stream. */
    @Override
    public void close() throws IOException {
        in.close();
    }

    private DialectStatement statement() {
        digest.endOfStatement();
        if (head.takesRows()) {
            throw invalid(
                    position,
                    "COPY ... FROM STDIN takes rows that follow in the script, which only psql hands over",
                    "Write the rows as INSERTs (pg_dump --inserts does), or make it a .sh script that calls psql.");
        }
        String text = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        walk(at);
        return new DialectStatement(text, position, head.text());
    }

    /** Takes in the token from here to {@code tokenEnd}; tells whether it ends a statement. */
    private boolean token(TokenType type, int tokenEnd) throws IOException {
        int from = at;
        if (type == TokenType.SPACE && !anyStatement) {
            noTransaction |= NO_TRANSACTION
                    .matcher(new String(buffer, from, tokenEnd - from, StandardCharsets.UTF_8))
                    .find();
        }
        if (type == TokenType.SPACE || isByteOrderMark(from)) {
            at = type == TokenType.SPACE ? tokenEnd : from + 3;
            return false;
        }
        at = tokenEnd;
        if (type == TokenType.SEMICOLON && start < 0) {
            return false;
        }
        if (type == TokenType.UNTERMINATED) {
            throw unterminated(from);
        }
        if (start < 0) {
            walk(from);
            position = walker.position();
            if (isDelimiterCommand(type, from, tokenEnd)) {
                delimiterCommand();
                return false;
            }
            start = from;
            if (isRestriction()) {
                start = -1;
                restOfLine();
                return false;
            }
            anyStatement = true;
            from = start;
        }
        if (type == TokenType.SEMICOLON && !head.holds()) {
            return true;
        }
        refuseCommands(type, from);
        end = at;
        head.token(type, buffer, from, at);
        digest.token(buffer, from, at);
        return false;
    }

    private boolean isByteOrderMark(int from) {
        return bytesRead == limit
                && from == 0
                && start < 0
                && limit >= 3
                && buffer[0] == (byte) 0xEF
                && buffer[1] == (byte) 0xBB
                && buffer[2] == (byte) 0xBF;
    }

    private boolean isDelimiterCommand(TokenType type, int from, int to) {
        return dialect.has(Lexis.DELIMITER) && type == TokenType.WORD && Words.same(buffer, from, to, "DELIMITER");
    }

    /** Reads the rest of the line: what ends a statement from here on. */
    private void delimiterCommand() throws IOException {
        String text = restOfLine();
        int blank = 0;
        while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
            blank++;
        }
        if (blank == 0 || text.contains("\\")) {
            throw invalid(
                    position,
                    "DELIMITER names nothing that could end a statement",
                    "Write what shall end statements behind it, like DELIMITER $$ and later DELIMITER ;");
        }
        lexer.delimiter(text.substring(0, blank));
    }

    /** Passes over the rest of the line, and returns it without white space round it. */
    private String restOfLine() throws IOException {
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
        String text = new String(buffer, at, lineEnd - at, StandardCharsets.UTF_8).strip();
        at = lineEnd;
        return text;
    }

    /** pg_dump writes two commands that keep psql from carrying out others; none of those would be carried out here. */
    private boolean isRestriction() throws IOException {
        if (buffer[start] != '\\' || dialect != SqlDialect.POSTGRESQL) {
            return false;
        }
        boolean more = true;
        while (more && limit - start < RESTRICTION) {
            more = fill();
        }
        String line = new String(buffer, start, Math.min(RESTRICTION, limit - start), StandardCharsets.UTF_8);
        return line.matches("(?s)\\\\(un)?restrict\\s.*");
    }

    /** Tells whether one of the comments before the first statement asks for no transaction. */
    boolean asksForNoTransaction() {
        return noTransaction;
    }

    private void refuseCommands(TokenType type, int from) {
        boolean backslash = buffer[from] == '\\' && dialect.has(Lexis.COMMANDS_BY_BACKSLASH);
        boolean dot = type == TokenType.DOT && from == start;
        if (!backslash && !dot) {
            return;
        }
        int to = from + 1;
        while (to < limit && to - from < 32 && buffer[to] > ' ' && buffer[to] != ';') {
            to++;
        }
        walk(from);
        String command = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        String client = dialect.client().isEmpty() ? "a database's shell" : dialect.client();
        throw invalid(
                walker.position(),
                command + " is a command of " + client + ", not SQL",
                "Remove it, or make the script a .sh script that calls " + client + ".");
    }

    private void walk(int to) {
        walker.advance(buffer, walked, to);
        walked = to;
    }

    /** Reads more bytes; false at the end of the stream. Moves the statement at hand to the begin of the buffer. */
    private boolean fill() throws IOException {
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
                    start < 0 ? walker.position() : position,
                    "the statement that begins here is too long: it has more than " + LONGEST_STATEMENT + " bytes",
                    "See whether a quote is never closed; else write it as several statements.");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, LONGEST_STATEMENT));
    }

    private InvalidScriptException unterminated(int from) {
        walk(from);
        Position opened = walker.position();
        walk(limit);
        boolean comment = buffer[from] == '/';
        String sign = comment ? "/*" : buffer[from] == '$' ? "$" : new String(buffer, from, 1, StandardCharsets.UTF_8);
        return invalid(
                opened,
                "the " + (comment ? "comment" : "quote") + " that is opened here (" + sign + ") is never closed",
                comment ? "Close it with */." : "Close it; within quotes, write the sign twice.");
    }

    private InvalidScriptException invalid(Position where, String what, String advice) {
        return new InvalidScriptException(List.of(location), where, location + ":" + where + ": " + what + ".", advice);
    }
}

package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.sql.token.SqliteLexer;
import io.fastmigrate.internal.sql.token.TextPosition;
import io.fastmigrate.internal.sql.token.TokenDigest;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script statement by statement, in memory that grows with its longest statement alone. A statement ends where
 * it ends for SQLite. Not thread safe.
 */
public final class SqlScanner implements AutoCloseable {

    /** Most scripts are short. A longer one is read in larger pieces. */
    private static final int FIRST_BUFFER = 8 * 1024;

    private static final int BUFFER = 64 * 1024;
    /** <a href="https://sqlite.org/limits.html#max_sql_length">SQLite's own limit</a>. */
    private static final int LONGEST_STATEMENT = 1_000_000_000;
    /** Longer than any command of the shell. */
    private static final int LOOK_AHEAD = 32;

    private final InputStream in;
    private final String location;
    private final int longestStatement;
    private final Lexer lexer = new SqliteLexer();
    private final StatementHead head = new StatementHead();
    private final TokenDigest digest = new TokenDigest();
    private final LiteralInsert insert = new LiteralInsert();
    private final RepeatedInsert repeated = new RepeatedInsert(lexer, digest);
    private final TextPosition walker;

    private byte[] buffer;
    private int limit;
    private int at;
    /** How far the walker has come. */
    private int walked;
    /** Where the statement at hand begins; -1 between statements. */
    private int start = -1;

    private int end;
    private boolean last;
    private long bytesRead;
    private Script.Position position = Script.Position.START;
    private @Nullable ScriptChecksum checksum;
    private @Nullable StatementFacts facts;
    /** The ends of the rows that the statement at hand inserts, if it inserts literals only; else 0. */
    private int rowsTo;

    private boolean counting;
    private boolean countsRows;
    private boolean definesForeignKeys;
    /** The first parameter that a driver would have to fill in. */
    private @Nullable String parameter;

    private Script.Position parameterPosition = Script.Position.START;
    private Script.@Nullable Position comment;
    private boolean anyStatement;
    private boolean noTransaction;

    /**
     * Begins at the first byte.
     *
     * @param in the script's bytes, UTF-8
     * @param location what messages call the script
     */
    public SqlScanner(InputStream in, String location) {
        this(in, location, FIRST_BUFFER, LONGEST_STATEMENT);
    }

    SqlScanner(InputStream in, String location, int firstBuffer, int longestStatement) {
        this.buffer = new byte[firstBuffer];
        this.in = in;
        this.location = location;
        this.longestStatement = longestStatement;
        this.walker = new TextPosition(location, null);
    }

    /**
     * Returns the next statement, or null after the last.
     *
     * @throws InvalidScriptException if the text is not UTF-8, holds a NUL, a quote that is never closed, a command of the
     *     sqlite3 shell, or a statement longer than SQLite takes
     * @throws InterruptedIOException if this thread is interrupted while a script of some length is read
     */
    public @Nullable SqlStatement next() throws IOException {
        if (!advance()) {
            return null;
        }
        String text = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        SqlStatement statement = new SqlStatement(text, position, facts());
        return rowsTo == 0
                ? statement
                : statement.withRows(repeated.head(), text.length() - charactersBehindRows(text));
    }

    private int charactersBehindRows(String text) {
        int bytes = end - rowsTo;
        return text.length() == end - start
                ? bytes
                : new String(buffer, rowsTo, bytes, StandardCharsets.UTF_8).length();
    }

    /** Returns how many bytes there were up to the end of the last statement; after the last one, how many in all. */
    public long bytesRead() {
        return bytesRead - (limit - at);
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

    /** Closes the stream. */
    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Goes on to the next statement without making anything of it; false after the last. */
    public boolean advance() throws IOException {
        begin();
        while (at < limit || fill()) {
            if (start < 0 && repeats()) {
                return finishStatement();
            }
            boolean inComment = lexer.isWithinComment();
            int tokenEnd = lexer.scan(buffer, at, limit, last);
            if (!inComment && lexer.isWithinComment()) {
                commentOpens();
            }
            if (tokenEnd == Lexer.MORE) {
                fill();
            } else if (token(lexer.type(), tokenEnd)) {
                keepInsert();
                return finishStatement();
            }
        }
        if (start >= 0) {
            // SQLite keeps what follows the last token in the text of an index or a view.
            end = limit;
            keepInsert();
            return finishStatement();
        }
        walk(limit);
        if (checksum == null) {
            checksum = digest.finish();
        }
        return false;
    }

    private void begin() {
        start = -1;
        facts = null;
        rowsTo = 0;
        counting = false;
        head.begin();
        insert.begin();
    }

    /** Takes in a whole statement whose text begins like that of the last INSERT of literals. */
    private boolean repeats() {
        if (lexer.isWithinComment()) {
            return false;
        }
        int repeatedEnd = repeated.end(buffer, at, limit);
        if (repeatedEnd == RepeatedInsert.OTHER) {
            return false;
        }
        start = at;
        walk(start);
        position = walker.position();
        facts = repeated.facts();
        rowsTo = repeated.rowsTo();
        end = repeatedEnd;
        at = end;
        return true;
    }

    /** Looks at a statement that was read token by token to its end. */
    private void keepInsert() {
        if (insert.isWhole() && repeated.keep(buffer, start, insert.rowsFrom(), facts())) {
            rowsTo = start + insert.rowsTo();
        }
        countsRows |= counting && !insert.isWhole();
    }

    /** Tells whether a statement so far asks how many rows were changed or which was inserted last. */
    public boolean countsRows() {
        return countsRows;
    }

    /** Tells whether a statement so far has the word without which no foreign key is defined. */
    public boolean definesForeignKeys() {
        return definesForeignKeys;
    }

    /** Returns where the statement begins that {@link #advance()} came to. */
    public Script.Position position() {
        return position;
    }

    /** Returns what the statement is that {@link #advance()} came to. */
    public StatementFacts facts() {
        if (facts == null) {
            facts = head.facts(buffer, start);
        }
        return facts;
    }

    int bufferSize() {
        return buffer.length;
    }

    /** Takes in the token from here to {@code tokenEnd}; tells whether it ends a statement. */
    private boolean token(TokenType type, int tokenEnd) throws IOException {
        int from = at;
        at = tokenEnd;
        if (type == TokenType.OTHER && parameter == null && isParameter(from, tokenEnd)) {
            parameter = new String(buffer, from, tokenEnd - from, StandardCharsets.UTF_8);
            walk(from);
            parameterPosition = walker.position();
        }
        if (type == TokenType.SPACE || (type == TokenType.SEMICOLON && start < 0)) {
            noTransaction |= !anyStatement && NoTransactionMarker.isIn(buffer, from, tokenEnd);
            return false;
        }
        if (type == TokenType.UNTERMINATED) {
            throw unterminated(from);
        }
        if (start < 0) {
            anyStatement = true;
            start = from;
            walk(from);
            position = walker.position();
        }
        end = tokenEnd;
        if (head.token(type, buffer, start, from, tokenEnd)) {
            return true;
        }
        if (type == TokenType.DOT && from == start) {
            throw shellCommand();
        }
        insert.token(type, buffer, start, from, tokenEnd);
        counting |=
                (type == TokenType.WORD || type == TokenType.QUOTED_NAME) && Words.countsRows(buffer, from, tokenEnd);
        definesForeignKeys |= type == TokenType.WORD && Words.same(buffer, from, tokenEnd, "REFERENCES");
        digest.token(buffer, from, tokenEnd);
        return false;
    }

    public boolean asksForNoTransaction() {
        return noTransaction;
    }

    /** A lone sign of the others is no parameter, and SQLite says so. */
    private boolean isParameter(int from, int to) {
        byte first = buffer[from];
        return first == '?' || (to - from > 1 && (first == ':' || first == '@' || first == '$'));
    }

    /** Returns the first parameter so far, as it is written; null if there is none. */
    @Nullable
    public String parameter() {
        return parameter;
    }

    public Script.Position parameterPosition() {
        return parameterPosition;
    }

    /** A comment in lines ends with the text as well as with its line. */
    private void commentOpens() {
        comment = null;
        if (buffer[at] == '/') {
            walk(at);
            comment = walker.position();
        }
    }

    /** Returns where the comment begins that the text ends in; null at the end of a text that does not. */
    public Script.@Nullable Position openComment() {
        return lexer.isWithinComment() ? comment : null;
    }

    private boolean finishStatement() {
        digest.endOfStatement();
        walk(end);
        return true;
    }

    private void walk(int to) {
        walker.advance(buffer, walked, to);
        walked = to;
    }

    /** Reads more bytes; false at the end of the stream. Moves the statement at hand to the beginning of the buffer. */
    private boolean fill() throws IOException {
        if (last) {
            return false;
        }
        if (bytesRead > 0 && Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while " + location + " was read");
        }
        int keep = start;
        if (start < 0) {
            walk(TextPosition.wholeCharacters(buffer, walked, at));
            keep = walked;
        }
        if (limit == buffer.length && (keep == 0 || limit == FIRST_BUFFER)) {
            grow();
        }
        if (keep > 0) {
            move(keep);
        }
        int before = limit;
        while (limit < buffer.length && !last) {
            int read = in.read(buffer, limit, buffer.length - limit);
            last = read < 0;
            limit += Math.max(read, 0);
        }
        bytesRead += limit - before;
        digest.expect(buffer, before, limit);
        return limit > before;
    }

    private void move(int keep) {
        System.arraycopy(buffer, keep, buffer, 0, limit - keep);
        limit -= keep;
        at -= keep;
        walked -= keep;
        end -= keep;
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
        Script.Position begin = start < 0 ? walker.position() : position;
        return Bridge.errors()
                .invalidScript(
                        List.of(location),
                        begin,
                        location + ":" + begin + ": the statement that begins here is too long: " + why + ".",
                        "Check whether a quote or a trigger is never closed; otherwise split it into several statements.");
    }

    private InvalidScriptException unterminated(int from) {
        walk(from);
        Script.Position quote = walker.position();
        walk(limit);
        return ScannerErrors.openQuote(location, quote, (char) buffer[from]);
    }

    private InvalidScriptException shellCommand() throws IOException {
        while (limit - at < LOOK_AHEAD && fill()) {
            // as much as there is
        }
        int to = at;
        while (to < limit && Character.isLetter(buffer[to])) {
            to++;
        }
        String command = new String(buffer, start, to - start, StandardCharsets.UTF_8);
        return ScannerErrors.shellCommand(location, position, command);
    }
}

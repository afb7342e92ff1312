package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.SqlDialect.Lexis;
import io.fastmigrate.internal.sql.token.TokenDigest;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script for a database other than SQLite, statement by statement, in memory that grows with its longest
 * statement alone. A statement ends where it ends for the database's own command-line client. Not thread safe.
 */
public final class DialectScanner implements AutoCloseable {

    private static final int FIRST_BUFFER = 64 * 1024;

    /** In bytes: as long as the longer one of two commands of psql. */
    private static final int RESTRICTION = 12;

    private final SqlDialect dialect;
    private final DialectLexer lexer;
    private final DialectHead head;
    private final TokenDigest digest = new TokenDigest();
    private final BinaryLiterals binaries = new BinaryLiterals();
    private final ScriptBuffer text;

    private boolean anyStatement;
    private @Nullable CopyRows rows;
    private boolean noTransaction;
    private Script.Position position = Script.Position.START;
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
        this.dialect = dialect;
        this.lexer = new DialectLexer(dialect);
        this.head = new DialectHead(dialect);
        this.text = new ScriptBuffer(in, location, dialect, digest, firstBuffer);
    }

    /**
     * Returns the next statement, or null after the last.
     *
     * @throws InvalidScriptException if the text is not UTF-8, holds a quote or comment that is never closed, or what only
     *     the database's command-line client understands
     */
    public @Nullable DialectStatement next() throws IOException {
        passOverRows();
        rows = null;
        text.start = -1;
        head.begin();
        binaries.begin();
        while (text.at < text.limit || text.fill()) {
            int tokenEnd = lexer.scan(text.buffer, text.at, text.limit, text.last);
            if (tokenEnd == DialectLexer.MORE) {
                text.fill();
            } else if (token(lexer.type(), tokenEnd)) {
                return statement();
            }
        }
        if (text.start >= 0) {
            return statement();
        }
        text.walk(text.limit);
        if (checksum == null) {
            checksum = digest.finish();
        }
        return null;
    }

    /** Returns how many bytes were read from the stream so far; somewhat ahead of the statement. */
    public long bytesRead() {
        return text.bytesRead;
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

    int bufferSize() {
        return text.buffer.length;
    }

    /** Closes the stream. */
    @Override
    public void close() throws IOException {
        text.close();
    }

    private DialectStatement statement() throws IOException {
        digest.endOfStatement();
        if (dialect == SqlDialect.MYSQL) {
            binaries.follow(head.text());
        }
        String sql = binaries.text(text.buffer, text.start, text.end);
        text.walk(text.at);
        if (head.takesRows()) {
            text.start = -1;
            rows = CopyRows.open(text, digest, position);
        }
        return new DialectStatement(sql, position, head.text());
    }

    /**
     * Returns the rows that follow the statement at hand in the script; null if it takes none. What is not read of them when
     * the next statement is asked for is passed over.
     */
    public @Nullable CopyRows rows() {
        return rows;
    }

    /**
     * Passes over what is left of the rows of the statement at hand, so that the checksum so far has them.
     *
     * @return whether it takes any
     */
    public boolean passOverRows() throws IOException {
        if (rows == null) {
            return false;
        }
        rows.skipRest();
        return true;
    }

    /** Takes in the token from here to {@code tokenEnd}; tells whether it ends a statement. */
    private boolean token(TokenType type, int tokenEnd) throws IOException {
        int from = text.at;
        if (type == TokenType.SPACE && !anyStatement) {
            noTransaction |= NoTransactionMarker.isIn(text.buffer, from, tokenEnd);
        }
        if (type == TokenType.SPACE || isByteOrderMark(from)) {
            text.at = type == TokenType.SPACE ? tokenEnd : from + 3;
            return false;
        }
        text.at = tokenEnd;
        if (type == TokenType.SEMICOLON && text.start < 0) {
            return false;
        }
        if (type == TokenType.UNTERMINATED) {
            throw unterminated(from);
        }
        if (text.start < 0) {
            text.walk(from);
            position = text.position();
            if (isDelimiterCommand(type, from, tokenEnd)) {
                delimiterCommand();
                return false;
            }
            text.start = from;
            if (isRestriction()) {
                text.start = -1;
                text.restOfLine();
                return false;
            }
            anyStatement = true;
            from = text.start;
        }
        if (type == TokenType.SEMICOLON && !head.holds()) {
            return true;
        }
        refuseCommands(type, from);
        text.end = text.at;
        if (dialect == SqlDialect.MYSQL && binaries.token(type, text.buffer, text.start, from, text.at)) {
            text.walk(from);
            text.pass(text.at);
        }
        head.token(type, text.buffer, from, text.at);
        digest.token(text.buffer, from, text.at);
        return false;
    }

    private boolean isByteOrderMark(int from) {
        return text.bytesRead == text.limit
                && from == 0
                && text.start < 0
                && text.limit >= 3
                && text.buffer[0] == (byte) 0xEF
                && text.buffer[1] == (byte) 0xBB
                && text.buffer[2] == (byte) 0xBF;
    }

    private boolean isDelimiterCommand(TokenType type, int from, int to) {
        return dialect.has(Lexis.DELIMITER) && type == TokenType.WORD && Words.same(text.buffer, from, to, "DELIMITER");
    }

    /** Reads the rest of the line: what ends a statement from here on. */
    private void delimiterCommand() throws IOException {
        String rest = text.restOfLine();
        int blank = 0;
        while (blank < rest.length() && !Character.isWhitespace(rest.charAt(blank))) {
            blank++;
        }
        if (blank == 0 || rest.contains("\\")) {
            throw text.invalid(
                    position,
                    "DELIMITER is followed by no valid delimiter",
                    "Write the new delimiter after it, such as DELIMITER $$ and later DELIMITER ;");
        }
        lexer.delimiter(rest.substring(0, blank));
    }

    /** pg_dump writes two commands that keep psql from carrying out others; none of those would be carried out here. */
    private boolean isRestriction() throws IOException {
        if (text.buffer[text.start] != '\\' || dialect != SqlDialect.POSTGRESQL) {
            return false;
        }
        boolean more = true;
        while (more && text.limit - text.start < RESTRICTION) {
            more = text.fill();
        }
        String line = new String(
                text.buffer, text.start, Math.min(RESTRICTION, text.limit - text.start), StandardCharsets.UTF_8);
        return line.matches("(?s)\\\\(un)?restrict\\s.*");
    }

    /** Tells whether one of the comments before the first statement asks for no transaction. */
    boolean asksForNoTransaction() {
        return noTransaction;
    }

    private void refuseCommands(TokenType type, int from) {
        boolean backslash = text.buffer[from] == '\\' && dialect.has(Lexis.COMMANDS_BY_BACKSLASH);
        boolean dot = type == TokenType.DOT && from == text.start;
        if (!backslash && !dot) {
            return;
        }
        int to = from + 1;
        while (to < text.limit && to - from < 32 && text.buffer[to] > ' ' && text.buffer[to] != ';') {
            to++;
        }
        text.walk(from);
        String command = new String(text.buffer, from, to - from, StandardCharsets.UTF_8);
        String client = dialect.client().isEmpty() ? "a database's shell" : dialect.client();
        throw text.invalid(
                text.position(),
                command + " is a command of " + client + ", not SQL",
                command.equals("\\connect")
                        ? "A migration runs in one database: make the dump with pg_dump without --create."
                        : "Remove it, or make the script a .sh script that calls " + client + ".");
    }

    private InvalidScriptException unterminated(int from) {
        text.walk(from);
        Script.Position opened = text.position();
        text.walk(text.limit);
        boolean comment = text.buffer[from] == '/';
        String sign = comment
                ? "/*"
                : text.buffer[from] == '$' ? "$" : new String(text.buffer, from, 1, StandardCharsets.UTF_8);
        return text.invalid(
                opened,
                "the " + (comment ? "comment" : "quote") + " that is opened here (" + sign + ") is never closed",
                comment ? "Close it with */." : "Close it; within quotes, write the sign twice.");
    }
}

package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.sql.token.TokenDigest;
import io.fastmigrate.internal.sql.token.TokenType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script statement by statement, in memory that grows with its longest statement alone. A statement ends where the
 * dialect's {@link StatementRules} say. Not thread safe.
 *
 * @param <S> one statement of the dialect
 */
public final class SqlScanner<S> implements AutoCloseable {

    private final ScriptBuffer text;
    private final StatementRules<S> rules;
    private final Lexer lexer;
    private final TokenDigest digest;
    private final NoTransactionMarker marker = new NoTransactionMarker();

    private @Nullable CommentReader comments;
    private @Nullable ScriptChecksum checksum;
    private Script.@Nullable Position comment;
    private boolean inComment;
    private boolean anyStatement;
    private @Nullable Stray stray;
    private Script.Position markedAt = Script.Position.START;

    /**
     * A comment that looks as if it asked for no transaction, and does not count.
     *
     * @param what is wrong, behind the script's name and the position
     */
    public record Stray(Script.Position position, String what) {}

    /** Begins at the first byte of the text. */
    public SqlScanner(ScriptBuffer text, StatementRules<S> rules) {
        this.text = text;
        this.rules = rules;
        this.lexer = rules.lexer();
        this.digest = text.digest();
    }

    /** Has the comments that are meant for fastmigrate handed out, each before the statement that it stands before or in. */
    public void onComment(CommentSink sink) {
        comments = new CommentReader(sink);
    }

    /**
     * Returns the next statement, or null after the last.
     *
     * @throws InvalidScriptException if the text is not UTF-8, holds a NUL, a quote that is never closed, what only a
     *     command-line client understands, or a statement longer than memory takes
     * @throws java.io.InterruptedIOException if this thread is interrupted while a script of some length is read
     */
    public @Nullable S next() throws IOException {
        return advance() ? rules.statement() : null;
    }

    /** Goes on to the next statement without making anything of it; false after the last. */
    public boolean advance() throws IOException {
        rules.begin();
        text.start = -1;
        while (text.at < text.limit || text.fill()) {
            if (text.start < 0 && !inComment && isKnown()) {
                return finishStatement();
            }
            int tokenEnd = lexer.scan(text.buffer, text.at, text.limit, text.last);
            TokenType type = lexer.type();
            if (tokenEnd == Lexer.MORE) {
                text.shortenToken(lexer);
                text.fill();
            } else if (type == TokenType.SPACE) {
                space(tokenEnd);
            } else if (token(type, tokenEnd)) {
                rules.end();
                return finishStatement();
            }
        }
        marked(text.at, false);
        endsWithin(openComment());
        if (text.start >= 0) {
            rules.end();
            return finishStatement();
        }
        text.walk(text.limit);
        if (checksum == null) {
            checksum = text.checksum();
        }
        return false;
    }

    /** Reads the rest of the script, of which nothing but its checksum is of interest. */
    public void skipToEnd() throws IOException {
        boolean more = true;
        while (more) {
            more = advance();
        }
    }

    private boolean isKnown() {
        if (text.isCopied()) {
            return false;
        }
        int end = rules.endOfKnown(text.buffer, text.at, text.limit);
        if (end == Lexer.MORE) {
            return false;
        }
        text.begin(text.at);
        text.at = end;
        return true;
    }

    /** Takes in the token from here to {@code tokenEnd}; tells whether it ends a statement. */
    private boolean token(TokenType type, int tokenEnd) throws IOException {
        ScriptBuffer script = text;
        int from = script.at;
        int to = tokenEnd;
        script.at = to;
        if (type == TokenType.UNTERMINATED) {
            throw neverClosed(from);
        }
        if (script.start < 0) {
            if (!begins(type, from)) {
                return false;
            }
            from = script.start;
            to = script.at;
        }
        byte[] bytes = script.buffer;
        boolean ends = rules.token(type, bytes, script.start, from, to);
        if (!ends) {
            digest.token(bytes, from, to);
        }
        script.copyToken(from, to);
        return ends;
    }

    /** Tells whether a statement begins with the token. */
    private boolean begins(TokenType type, int from) throws IOException {
        if (type == TokenType.SEMICOLON) {
            text.copyToken(from, text.at);
            return false;
        }
        text.begin(from);
        if (rules.isCommand(type)) {
            text.copyToken(text.start, text.at);
            text.start = -1;
            return false;
        }
        anyStatement = true;
        return true;
    }

    /** Passes over a piece of the rows that follow the statement at hand; false where none are left. */
    boolean passOverPieceOfRows() throws IOException {
        return rules.passOverPieceOfRows();
    }

    private boolean finishStatement() {
        digest.endOfStatement();
        text.walk(text.at);
        return true;
    }

    /** Passes over white space, a comment or a piece of one. */
    private void space(int to) {
        boolean goesOn = lexer.isWithinComment();
        if (goesOn && !inComment) {
            // A comment in lines ends with the text as well as with its line.
            comment = text.buffer[text.at] == '/' && text.buffer[text.at + 1] == '*' ? text.positionOf(text.at) : null;
        }
        inComment = goesOn;
        marked(to, goesOn);
        text.copyOutside(text.at, to);
        text.at = to;
    }

    private void marked(int to, boolean goesOn) {
        if (comments != null) {
            comments.piece(text, to, goesOn);
        }
        boolean begins = !marker.isOpen();
        boolean similar = marker.piece(text.buffer, text.at, to, goesOn, !anyStatement);
        if (begins && (similar || marker.isOpen())) {
            markedAt = text.positionOf(text.at);
        }
        if (similar && stray == null) {
            stray = new Stray(markedAt, String.valueOf(marker.stray()));
        }
    }

    private void endsWithin(Script.@Nullable Position open) {
        if (open != null) {
            text.walk(text.limit);
            rules.endsWithin(open);
        }
    }

    private InvalidScriptException neverClosed(int from) {
        Script.Position opened = text.opened(from);
        text.walk(text.limit);
        return text.neverClosed(
                opened,
                switch (text.buffer[from]) {
                    case '/' -> "/*";
                    case '$' -> text.string(from, endOfTag(from));
                    default -> text.string(from, from + 1);
                });
    }

    private int endOfTag(int from) {
        int i = from + 1;
        while (i < text.limit - 1 && text.buffer[i] != '$') {
            i++;
        }
        return i + 1;
    }

    /** Returns where the comment begins that the text ends in; null at the end of a text that does not. */
    public Script.@Nullable Position openComment() {
        return inComment ? comment : null;
    }

    /** Returns where the statement begins that {@link #advance()} came to. */
    public Script.Position position() {
        return text.position();
    }

    /** Tells whether one of the comments before the first statement asks for no transaction. */
    public boolean asksForNoTransaction() {
        return marker.isFound();
    }

    /** Returns the first comment that looks as if it asked for that, and does not count; null if there is none. */
    public @Nullable Stray strayMarker() {
        return stray;
    }

    /** Tells whether only the beginning of the statement that {@link #next()} returned stayed in memory, as {@link ScriptBuffer#skim} says. */
    public boolean isCut() {
        return text.isCut();
    }

    /** Returns how many bytes there were up to the end of the last statement; after the last one, how many in all. */
    public long bytesRead() {
        return text.bytesRead();
    }

    /**
     * Returns the script's checksum over its tokens: comments, white space and the kind of line ends do not count.
     *
     * @throws IllegalStateException before {@link #next()} has returned null, and for a script of which only a part stays in memory
     */
    public ScriptChecksum checksum() {
        if (checksum == null) {
            throw new IllegalStateException("The checksum is known at the end of a script that was read in whole.");
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
        text.close();
    }
}

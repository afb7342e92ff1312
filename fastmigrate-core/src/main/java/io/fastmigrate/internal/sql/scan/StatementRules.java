package io.fastmigrate.internal.sql.scan;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.TokenType;
import java.io.IOException;

/**
 * What one dialect adds to the scanner: its tokens, where a statement ends, what its clients take for a command. A statement
 * stands in the {@link ScriptBuffer}, whose bytes may have been moved when one of these methods is called again.
 *
 * @param <S> one statement of the dialect
 */
public interface StatementRules<S> {

    Lexer lexer();

    /** Forgets the last statement. */
    void begin() throws IOException;

    /**
     * Finds the end of a whole statement without looking at its tokens, and puts these into the digest.
     *
     * @return the index behind it, or {@link Lexer#MORE} where the statement has to be read token by token
     */
    default int endOfKnown(byte[] bytes, int from, int limit) {
        return Lexer.MORE;
    }

    /**
     * Tells whether the token that a statement would begin with, the last one of the text, is a command to the reader of the
     * script instead; then it was carried out, and the text stands behind it.
     */
    default boolean isCommand(TokenType type) throws IOException {
        return false;
    }

    /**
     * Takes in the next token of a statement.
     *
     * @param start where the statement begins
     * @return whether the token ends the statement, and is not part of its checksum
     */
    boolean token(TokenType type, byte[] bytes, int start, int from, int to) throws IOException;

    /** Is told that a statement was read token by token to its end. */
    default void end() {}

    /** Returns the statement that was read to its end. */
    S statement() throws IOException;

    /** Passes over a piece of the rows that follow the last statement in the script; false where none are left. */
    default boolean passOverPieceOfRows() throws IOException {
        return false;
    }

    /** Is told that the script ends within a comment. */
    default void endsWithin(Script.Position comment) {}
}

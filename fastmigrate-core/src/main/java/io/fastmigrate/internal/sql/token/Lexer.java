package io.fastmigrate.internal.sql.token;

/** The lexical rules of one database's SQL, applied to bytes of UTF-8 text. Not thread safe. */
public interface Lexer {

    /** What {@link #scan} returns when the token may go on behind the bytes at hand. */
    int MORE = -1;

    /**
     * Finds the end of the token, or piece of white space or comment, that begins at {@code start}.
     *
     * @param start less than {@code limit}
     * @param limit the end of the bytes at hand
     * @param last whether the text ends at {@code limit}
     * @return the index behind it, or {@link #MORE}, which is never returned when {@code last}
     */
    int scan(byte[] text, int start, int limit, boolean last);

    /** Returns what the last call of {@link #scan} found. */
    TokenType type();

    /**
     * Returns where the part of a token begins that does not decide where it ends: without it, what follows is read in the same way. To be asked
     * for when {@link #scan} has returned {@link #MORE}.
     */
    int innerFrom();

    /** Returns where that part ends, as far as the bytes at hand go; 0 if there is none. */
    int innerTo();

    /** Tells whether the last piece that was found is part of a comment that goes on behind it. */
    boolean isWithinComment();
}

package io.fastmigrate.internal.sql.token;

/** The kinds of tokens that reading statements needs to tell apart. */
public enum TokenType {
    /** White space or a comment, or a piece of one. */
    SPACE,
    /** A bare word: a keyword or a name. */
    WORD,
    /** A name in double quotes, brackets or backticks. */
    QUOTED_NAME,
    /** A literal in single quotes. */
    STRING,
    NUMBER,
    SEMICOLON,
    OPEN,
    CLOSE,
    COMMA,
    DOT,
    /** Operators, variables, blobs, and what the database will refuse. */
    OTHER,
    /** A quoted token of which the text ends before its closing quote. */
    UNTERMINATED
}

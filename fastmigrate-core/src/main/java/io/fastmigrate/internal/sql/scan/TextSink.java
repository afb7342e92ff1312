package io.fastmigrate.internal.sql.scan;

/** Takes the whole text of a script, piece by piece, while it is scanned. */
interface TextSink {

    /** Takes white space, a comment or a piece of one, and rows that are no SQL. */
    void outside(byte[] text, int from, int to);

    /** Takes a token, or a command to the reader of the script. */
    void token(byte[] text, int from, int to);
}

package io.fastmigrate.internal.jdbc.connection;

/** What an error of a database means for whoever runs scripts on it. */
public enum ErrorCategory {
    /** No server answers, or the connection broke off. */
    UNREACHABLE,
    /** The server is there but takes no one in just now. */
    NOT_YET,
    /** Wrong user or password. */
    DENIED,
    NO_DATABASE,
    NO_RIGHTS,
    READ_ONLY,
    DISK_FULL,
    /** Others hold what the statement needs. */
    BUSY,
    /** The database gave this transaction up for the sake of another one; the same again may succeed. */
    LOST_RACE,
    /** Anything else: most often a mistake in the script. */
    OTHER
}

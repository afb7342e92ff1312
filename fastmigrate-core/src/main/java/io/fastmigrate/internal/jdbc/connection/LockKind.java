package io.fastmigrate.internal.jdbc.connection;

/** How other processes are kept out. */
public enum LockKind {
    /** A lock of the server's, which ends with the connection that holds it. */
    SERVER,
    /** A row that its holder renews, where the server's own locks do not reach everybody. */
    LEASE,
    /** A file beside the database's. */
    FILE
}

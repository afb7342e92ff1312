package io.fastmigrate.internal.pool;

/** Where a connection comes from. */
public enum Origin {
    /** Opened by us from a URL, and closed for good afterwards. */
    OURS,
    /** Lent by the application's data source, which goes on using it. */
    BORROWED
}

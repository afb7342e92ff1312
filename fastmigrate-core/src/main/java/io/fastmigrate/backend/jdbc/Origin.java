package io.fastmigrate.backend.jdbc;

/** Where a connection comes from. */
enum Origin {
    /** Opened by us from a URL, and closed for good afterwards. */
    OURS,
    /** Lent by the application's data source, which goes on using it. */
    BORROWED
}

package io.fastmigrate;

/** What to do when a database has gone on since the backup that shall replace it. */
enum Restore {
    UNLESS_NEWER,
    DISCARDING_NEWER
}

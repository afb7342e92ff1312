package io.fastmigrate.internal.engine;

/** What to do when a database has gone on since the backup that replaces it. */
public enum Restore {
    UNLESS_NEWER,
    DISCARDING_NEWER
}

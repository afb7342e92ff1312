package io.fastmigrate.internal.jdbc.mysql;

/** What was found of a definition. */
enum Finding {
    THERE,
    ABSENT,
    /** Another one has its name, or only a part of it is there. */
    OTHER
}

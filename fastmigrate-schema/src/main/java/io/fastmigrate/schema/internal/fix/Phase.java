package io.fastmigrate.schema.internal.fix;

/** The order of statements: what needs others is dropped before them and made after them. */
public enum Phase {
    DROP_TRIGGERS,
    DROP_VIEWS,
    DROP_FOREIGN_KEYS,
    DROP_CONSTRAINTS,
    DROP_INDEXES,
    SCHEMAS,
    TYPES,
    SEQUENCES,
    DROP_TABLES,
    TABLES,
    COLUMNS,
    ROUTINES,
    CONSTRAINTS,
    FOREIGN_KEYS,
    INDEXES,
    VIEWS,
    TRIGGERS,
    COMMENTS,
    REVOKE,
    GRANT,
    DROP_ROUTINES,
    DROP_SEQUENCES,
    DROP_TYPES,
    DROP_SCHEMAS
}

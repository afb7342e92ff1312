package io.fastmigrate.internal.sql.statement;

/** What a statement is, as far as running it in a transaction is concerned. */
public enum StatementKind {
    /** {@code BEGIN}, in all its variants. */
    BEGIN,
    /** {@code COMMIT}, or its other name {@code END}. */
    COMMIT,
    /** {@code ROLLBACK} of the whole transaction. */
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    /** {@code ROLLBACK TO} a savepoint. */
    ROLLBACK_TO,
    VACUUM,
    ATTACH,
    DETACH,
    /** Also {@code EXPLAIN PRAGMA}, which SQLite carries out like the pragma itself. */
    PRAGMA,
    CREATE_TABLE,
    /** {@code CREATE TABLE ... AS SELECT}. */
    CREATE_TABLE_AS,
    CREATE_VIRTUAL_TABLE,
    CREATE_INDEX,
    CREATE_VIEW,
    CREATE_TRIGGER,
    ALTER_TABLE,
    DROP_TABLE,
    DROP_INDEX,
    DROP_VIEW,
    DROP_TRIGGER,
    /** {@code INSERT} and {@code REPLACE}, with or without a {@code WITH} clause before it. */
    INSERT,
    UPDATE,
    DELETE,
    /** {@code SELECT} and {@code VALUES}, with or without a {@code WITH} clause before it. */
    SELECT,
    ANALYZE,
    REINDEX,
    /** {@code EXPLAIN} of anything but a pragma: nothing is carried out. */
    EXPLAIN,
    /** Anything else; SQLite decides what it is. */
    OTHER;

    /** Tells whether it reads or writes rows, and leaves the schema as it is. */
    public boolean isOfRows() {
        return this == INSERT || this == UPDATE || this == DELETE || this == SELECT;
    }
}

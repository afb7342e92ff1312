package io.fastmigrate.internal.sql.script;

/** Where a statement runs, seen from the transaction that holds the script and its version. */
public enum Placement {
    /** Before that transaction begins. */
    BEFORE,
    /** In that transaction. For a non-transactional script: in its turn. */
    INSIDE,
    /** Nowhere: whoever runs the script takes care of what the statement asks for. */
    SKIP,
    /** After that transaction has been committed. */
    AFTER
}

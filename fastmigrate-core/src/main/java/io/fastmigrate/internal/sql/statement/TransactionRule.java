package io.fastmigrate.internal.sql.statement;

/** How a statement gets on with a transaction that was begun before it. */
public enum TransactionRule {
    /** It is part of the transaction. */
    INSIDE,
    /** It changes no content that a version stands for and works inside and outside, so it goes where its neighbours go. */
    EITHER,
    /** It runs inside, but as part of a script's head before the transaction is begun. */
    RATHER_OUTSIDE,
    /** SQLite refuses or ignores it in a transaction. */
    OUTSIDE,
    /** It begins, ends or divides a transaction itself. */
    CONTROL,
    /** {@code PRAGMA foreign_keys} with a value. */
    FOREIGN_KEYS
}

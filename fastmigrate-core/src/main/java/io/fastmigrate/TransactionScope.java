package io.fastmigrate;

/** The scope of a transaction. */
public enum TransactionScope {
    /** Each script with its own version: scripts applied before a failure stay applied. */
    SCRIPT,
    /**
     * All pending scripts that can share a transaction run in one: all of them are committed or none, with one sync.
     */
    RUN
}

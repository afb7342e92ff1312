package io.fastmigrate;

/** How much one transaction holds. */
public enum TransactionScope {
    /** Each script with its own version: scripts applied before a failure stay applied. */
    SCRIPT,
    /** All pending scripts that can be, one after the other, in one transaction: all of them or none, and one sync. */
    RUN
}

package io.fastmigrate.model;

/** How a script's change and its version become durable. */
public enum Execution {
    /** The engine's transaction holds the script and its version: both or neither. */
    ATOMIC,
    /** The script brings one transaction of its own, which takes the version in with it: both or neither. */
    OWN_TRANSACTION,
    /** Statement by statement, since something in the script cannot run in one transaction; the version comes last. */
    AS_IS,
    /**
     * Statement by statement, since the database commits some of them by itself; a ledger keeps which are done, and after
     * a failure the next run goes on at the one that failed.
     */
    RESUMABLE,
    /** A process of its own; the version is set once it has ended with success. */
    PROCESS
}

package io.fastmigrate.test;

/** What a database, or its adapter, can do beyond running scripts and keeping a version: the contract asks for each. */
public enum Capability {
    /** Commits a script and its version as one unit. */
    ATOMIC_SCRIPTS,
    /** Where a script is not atomic and fails: goes on in the next run at the statement that failed. */
    RESUMABLE_SCRIPTS,
    /** Keeps a history of the scripts that ran. */
    HISTORY,
    /** Keeps a record of each repeatable script, without which none runs. */
    REPEATABLE,
    /** Keeps other processes out while it migrates. */
    LOCK,
    /** Runs {@code .py} and {@code .sh} scripts, which reach the database by their own connections. */
    RUN_PROCESSES,
    /** Makes a database where there is none. */
    CREATE,
    /** Copies a database while others use it. */
    BACK_UP,
    /** Puts a backup back, in place. */
    RESTORE,
    /** Writes an unmanaged database's schema as a script. */
    ENROLL,
    /** Tells a database without a version from one at version 0, and refuses to migrate it. */
    TELL_UNMANAGED,
    /** Runs Java migrations, which need a JDBC connection. */
    RUN_JAVA
}

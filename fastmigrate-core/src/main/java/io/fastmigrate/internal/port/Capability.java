package io.fastmigrate.internal.port;

/** A capability of a backend in addition to running scripts and storing a version. */
public enum Capability {
    /** Commits a script and its version as one unit. */
    ATOMIC_SCRIPTS,
    /** After a failure of a script that is not atomic, the next run continues at the failed statement. */
    RESUMABLE_SCRIPTS,
    /** Keeps a history of the scripts that ran. */
    HISTORY,
    /** Keeps a record of each repeatable script. */
    REPEATABLE,
    /** Lets one process migrate at a time. */
    LOCK,
    /** Runs {@code .py} and {@code .sh} scripts, which reach the database by their own connections. */
    RUN_PROCESSES,
    /** Creates a database that does not exist. */
    CREATE,
    /** Copies a database while others use it. */
    BACK_UP,
    /** Restores a backup, in place. */
    RESTORE,
    /** Writes an unmanaged database's schema as a script. */
    ENROLL,
    /** Distinguishes a database without a version from one at version 0, and refuses to migrate it. */
    TELL_UNMANAGED,
    /** Runs Java migrations, which need a JDBC connection. */
    RUN_JAVA
}

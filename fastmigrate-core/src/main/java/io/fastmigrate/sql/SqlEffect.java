package io.fastmigrate.sql;

/** What a statement does to the transaction it runs in, on a database other than SQLite. */
public enum SqlEffect {
    /** It is part of the transaction. */
    INSIDE,
    /** It is part of the transaction, but what it makes is known to this connection alone. */
    TEMPORARY,
    /** It changes a setting of the connection. */
    SESSION,
    /** It refuses to run in a transaction. */
    OUTSIDE,
    /** What it adds can be used only once it is committed. */
    LATER,
    /** It commits what came before it, and itself. */
    COMMITS,
    /** It does so, and what it makes or sets is known to this connection alone. */
    COMMITS_TEMPORARY,
    COMMITS_SESSION,
    /** It would lock out the tables that hold the version. */
    FORBIDDEN,
    /** It switches autocommit off or on, which whoever runs the script does by itself: it is not sent. */
    AUTOCOMMIT,
    BEGIN,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO;

    /** Tells whether the statement leaves the transaction that was begun before it as it was. */
    public boolean staysInside() {
        return this == INSIDE || this == TEMPORARY || this == SESSION;
    }

    /** Tells whether it has to be run again on a connection that goes on where another one stopped. */
    public boolean isSession() {
        return this == SESSION || this == COMMITS_SESSION;
    }

    /** Tells whether a connection that goes on where another one stopped would lack what it made. */
    public boolean isTemporary() {
        return this == TEMPORARY || this == COMMITS_TEMPORARY;
    }

    public boolean commits() {
        return this == COMMITS || this == COMMITS_TEMPORARY || this == COMMITS_SESSION;
    }
}

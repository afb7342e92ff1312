package io.fastmigrate.internal.sql.dialect;

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
    /** It cannot be part of a script. */
    FORBIDDEN,
    /** It switches autocommit off or on, which whoever runs the script does by itself: it is not sent. */
    AUTOCOMMIT,
    /** It locks tables, or unlocks them, for rows that a dump inserts: our transactions take its place, and it is not sent. */
    TABLE_LOCK,
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

    /** Tells whether the statement is not sent, since whoever runs the script does by itself what it is for. */
    public boolean isLeftOut() {
        return this == AUTOCOMMIT || this == TABLE_LOCK;
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

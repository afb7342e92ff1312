package io.fastmigrate.error;

import io.fastmigrate.Version;

/** The database's version is higher than that of any script, and {@code on-ahead} makes that an error. */
public final class DatabaseAheadException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    /** The advice that also applies if it is allowed. */
    private static final String DEPLOY = "Deploy the scripts that belong to this database";

    private final Version version;
    private final Version target;

    DatabaseAheadException(String database, Version version, Version target) {
        super(
                "The database is at version " + version + ", ahead of the highest script (" + target + "): " + database,
                DEPLOY + ", or allow it with on-ahead: warn.",
                null);
        this.version = version;
        this.target = target;
    }

    /** Returns what to do if a database that is ahead is not an error. */
    public String adviceWhereAllowed() {
        return DEPLOY + ".";
    }

    /** Returns the database's version. */
    public Version version() {
        return version;
    }

    /** Returns the highest script's number. */
    public Version target() {
        return target;
    }
}

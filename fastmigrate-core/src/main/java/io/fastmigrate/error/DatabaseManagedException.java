package io.fastmigrate.error;

import io.fastmigrate.Version;

/** A database cannot be enrolled or adopted, because it already has a version. */
public final class DatabaseManagedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final Version version;

    DatabaseManagedException(String database, Version version, String advice) {
        super("The database is already managed, at version " + version + ": " + database, advice, null);
        this.version = version;
    }

    /** Returns the database's version. */
    public Version version() {
        return version;
    }
}

package io.fastmigrate.error;

import io.fastmigrate.Version;

/** A database that should be enrolled is managed already. */
public final class DatabaseManagedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final Version version;

    DatabaseManagedException(String database, Version version) {
        super(
                "The database is already managed, at version " + version + ": " + database,
                "Nothing needs to be enrolled: add a script with a higher number and migrate.",
                null);
        this.version = version;
    }

    /** Returns the version the database is at. */
    public Version version() {
        return version;
    }
}

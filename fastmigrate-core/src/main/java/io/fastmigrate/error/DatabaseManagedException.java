package io.fastmigrate.error;

import io.fastmigrate.Version;

/** A database cannot be enrolled, because it already has a version. */
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

    /** Returns the database's version. */
    public Version version() {
        return version;
    }
}

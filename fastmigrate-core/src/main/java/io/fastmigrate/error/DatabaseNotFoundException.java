package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** There is no database at the place that was named. */
public final class DatabaseNotFoundException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final String database;

    DatabaseNotFoundException(String database) {
        super(
                "Database file does not exist: " + database,
                "Create it first (fastmigrate create, or FastMigrate.create()), or correct the path.",
                null);
        this.database = database;
    }

    /**
     * Makes the error of a database that a server does not have.
     *
     * @param advice what to do
     */
    DatabaseNotFoundException(String database, String advice, @Nullable Throwable cause) {
        super("The database does not exist: " + database, advice, cause);
        this.database = database;
    }

    /** Returns the place that was looked at. */
    public String database() {
        return database;
    }
}

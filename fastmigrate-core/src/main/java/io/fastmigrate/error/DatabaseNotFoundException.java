package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** The database does not exist. */
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
     * Creates the error for a database that does not exist on its server.
     *
     * @param advice what to do
     */
    DatabaseNotFoundException(String database, String advice, @Nullable Throwable cause) {
        super("The database does not exist: " + database, advice, cause);
        this.database = database;
    }

    /** Returns the name of the database in messages. */
    public String database() {
        return database;
    }
}

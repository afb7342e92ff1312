package io.fastmigrate.model;

/** There is no database at the place that was named. */
public final class DatabaseNotFoundException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final String database;

    public DatabaseNotFoundException(String database) {
        super(
                "Database file does not exist: " + database,
                "Create it first (fastmigrate create, or FastMigrate.create()), or correct the path.",
                null);
        this.database = database;
    }

    /** Returns the place that was looked at. */
    public String database() {
        return database;
    }
}

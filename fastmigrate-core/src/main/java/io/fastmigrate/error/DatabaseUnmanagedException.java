package io.fastmigrate.error;

/** The database exists, but it has no version: fastmigrate has never managed it. */
public final class DatabaseUnmanagedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final String database;

    DatabaseUnmanagedException(String database, String advice) {
        super("The database has no version (no _meta table): " + database, advice, null);
        this.database = database;
    }

    /** Returns the name of the database in messages. */
    public String database() {
        return database;
    }
}

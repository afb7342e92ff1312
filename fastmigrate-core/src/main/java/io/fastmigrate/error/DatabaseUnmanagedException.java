package io.fastmigrate.error;

/** There is a database, but it has no version: nothing here has ever managed it. */
public final class DatabaseUnmanagedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final String database;

    DatabaseUnmanagedException(String database, String advice) {
        super("The database has no version (no _meta table): " + database, advice, null);
        this.database = database;
    }

    /** Returns what messages call the database. */
    public String database() {
        return database;
    }
}

package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Report;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs every pending script, in order, and stops at the first that fails. Creates a database that does not exist. By default it
 * runs before sources are generated, so that code generators find the newest schema.
 */
@Mojo(name = "migrate", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class MigrateMojo extends DatabaseMojo {

    /** Whether to create the database if it does not exist; false makes that an error. */
    @Parameter(property = "fastmigrate.create", defaultValue = "true")
    private boolean create;

    /** Creates the goal for Maven. */
    public MigrateMojo() {}

    @Override
    void run(FastMigrate database) {
        Report report = migrateOrCreate(database);
        report.backup().ifPresent(path -> output().info("Database backup created: " + path));
        String version = "Database version: " + report.after();
        if (report.applied().isEmpty()) {
            output().info(version + "; nothing to do (" + database.databaseName() + ").");
        } else {
            output().info(version + " (was " + report.before() + "); "
                    + Wording.scripts(report.applied().size()) + " applied in " + Wording.duration(report.took()) + " ("
                    + database.databaseName() + ").");
        }
    }

    private Report migrateOrCreate(FastMigrate database) {
        try {
            return database.migrate();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException e) {
            createOrThrow(database, e);
            return database.migrate();
        }
    }

    private void createOrThrow(FastMigrate database, FastMigrateException missing) {
        if (!properties().flag("fastmigrate.create", create)) {
            throw missing;
        }
        database.scripts(); // fails before a database is created for scripts that could not run
        if (database.create().isNew()) {
            String created = database.databaseName().startsWith("jdbc:") ? "Created the table _meta in " : "Created ";
            output().info(created + database.databaseName());
        }
    }
}

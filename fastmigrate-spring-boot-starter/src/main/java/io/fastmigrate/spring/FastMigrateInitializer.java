package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.DatabaseUnmanagedException;
import io.fastmigrate.model.Report;
import io.fastmigrate.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/** Creates what is missing and migrates what is pending when it is initialised: nothing that depends on it is earlier. */
class FastMigrateInitializer implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(FastMigrateInitializer.class);

    private final List<FastMigrate> databases;
    private final Map<FastMigrate, Version> reached = new HashMap<>();

    FastMigrateInitializer(List<FastMigrate> databases) {
        this.databases = List.copyOf(databases);
    }

    @Override
    public void afterPropertiesSet() {
        databases.forEach(this::migrate);
    }

    /** Migrates each database that no longer stands where the initialisation left it; else reads its version once. */
    synchronized void confirm() {
        for (FastMigrate database : databases) {
            if (!standsWhereItWasLeft(database)) {
                migrate(database);
            }
        }
    }

    private boolean standsWhereItWasLeft(FastMigrate database) {
        try {
            return database.version().equals(reached.get(database));
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException gone) {
            log.warn("The database that was migrated a moment ago is gone: {}", gone.getMessage());
            return false;
        }
    }

    private synchronized void migrate(FastMigrate database) {
        Report report = migrateOrCreate(database);
        reached.put(database, report.after());
        if (report.applied().isEmpty()) {
            log.info("Database {} is at version {}, nothing to migrate", database.databaseName(), report.after());
        } else {
            log.info(
                    "Database {} migrated from version {} to {} in {} ms",
                    database.databaseName(),
                    report.before(),
                    report.after(),
                    report.took().toMillis());
        }
    }

    /** Does not ask first: in nearly every start the database is there. */
    private static Report migrateOrCreate(FastMigrate database) {
        try {
            return database.migrate();
        } catch (DatabaseNotFoundException | DatabaseUnmanagedException missing) {
            database.scripts(); // fails before a database is made for scripts that could not run
            if (database.create().isNew()) {
                log.info("Database {} created", database.databaseName());
            }
            return database.migrate();
        }
    }
}

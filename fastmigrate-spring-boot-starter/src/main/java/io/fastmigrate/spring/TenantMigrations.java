package io.fastmigrate.spring;

import io.fastmigrate.Fleet;
import io.fastmigrate.Report;

/**
 * Migrates the tenants' databases: all of them when the application starts, and one that is new when its tenant comes.
 * Inject it where tenants' databases are opened, and they have been migrated before. Safe for use by several threads.
 */
public interface TenantMigrations {

    /**
     * Migrates all tenants' databases, several at the same time. Those that are done are read and no more; one that is
     * not there has failed.
     *
     * @throws io.fastmigrate.error.FleetFailedException if one fails, unless {@code on-failure} is {@code warn}
     */
    Fleet.Report migrate();

    /**
     * Reads all tenants' databases, and writes none.
     *
     * @throws io.fastmigrate.error.FleetFailedException if one has something pending, or cannot be read, unless
     *     {@code on-failure} is {@code warn}
     */
    Fleet.Report verify();

    /**
     * Migrates one tenant's database; one that is not there yet is created first, with the folders above it. One that
     * fails counts as failed, in the endpoint and the health too, until it is migrated.
     *
     * @param pathOrUrl the path of a SQLite file, or a JDBC URL
     * @throws io.fastmigrate.error.FastMigrateException if it fails
     */
    Report migrate(String pathOrUrl);

    /**
     * Migrates one tenant's schema, on MySQL and MariaDB the database of that name; one that is not there yet is created first. One
     * that fails counts as failed, in the endpoint and the health too, until it is migrated.
     *
     * @throws io.fastmigrate.error.FastMigrateException if it fails, and if {@code fastmigrate.tenants.schemas} does not match
     *     the name: the next start would not find it
     */
    Report migrateSchema(String name);

    /** Returns where each stood when it was migrated last by this application; empty before the first time. */
    Fleet.Report report();
}

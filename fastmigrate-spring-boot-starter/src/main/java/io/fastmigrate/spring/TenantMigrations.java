package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.FastMigrateException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the tenants' databases: all of them when the application starts, and one that is new when its tenant comes.
 * Inject it where tenants' databases are opened, and they have been migrated before. Safe for use by several threads.
 */
public class TenantMigrations {

    private static final Logger log = LoggerFactory.getLogger(MigrationLog.NAME);
    private static final Fleet.Report NOTHING_YET = Fleet.Report.empty();

    private final TenantDatabases tenants;
    private final Function<String, FastMigrate> factory;
    private final TenantProperties properties;
    private volatile @Nullable FastMigrate one;
    private final Object keeping = new Object();
    private volatile TenantStandings.Snapshot known = new TenantStandings.Snapshot(NOTHING_YET, false);

    TenantMigrations(TenantDatabases tenants, Function<String, FastMigrate> factory, TenantProperties properties) {
        this.tenants = tenants;
        this.factory = factory;
        this.properties = properties;
    }

    /**
     * Migrates all tenants' databases, several at the same time. Those that are done are read and no more; one that is
     * not there has failed.
     *
     * @throws io.fastmigrate.error.FleetFailedException if one fails, unless {@code on-failure} is {@code warn}
     */
    public Fleet.Report migrate() {
        List<FastMigrate> databases = databases();
        TenantLog told = new TenantLog(databases.size());
        Fleet fleet = Fleet.of(databases).onOutcome(told);
        if (properties.getWorkers() != null) {
            fleet = fleet.workers(properties.getWorkers());
        }
        if (!properties.isCanary()) {
            fleet = fleet.withoutCanary();
        }
        if (properties.isStopOnFailure()) {
            fleet = fleet.stopOnFailure();
        }
        Fleet.Report now = fleet.migrate();
        told.ended(now);
        return judged(now);
    }

    /**
     * Reads all tenants' databases, and writes none.
     *
     * @throws io.fastmigrate.error.FleetFailedException if one has something pending, or cannot be read, unless
     *     {@code on-failure} is {@code warn}
     */
    public Fleet.Report verify() {
        List<FastMigrate> databases = databases();
        TenantLog told = new TenantLog(databases.size());
        Fleet.Report now = Fleet.of(databases).onOutcome(told).verify();
        told.ended(now);
        return judged(now);
    }

    private List<FastMigrate> databases() {
        List<FastMigrate> databases =
                tenants.databases().stream().distinct().map(factory).toList();
        one = databases.isEmpty() ? one : databases.get(0);
        return databases;
    }

    /** Migrates all unless that was done before. */
    synchronized void confirm() {
        if (!snapshot().done()) {
            migrate();
        }
    }

    private Fleet.Report judged(Fleet.Report now) {
        keep(now);
        return properties.getOnFailure() == TenantProperties.OnFailure.WARN ? now : now.orThrow();
    }

    /**
     * Migrates one tenant's database; one that is not there yet is created first, with the folders above it. One that
     * fails counts as failed, in the endpoint and the health too, until it is migrated.
     *
     * @param pathOrUrl the path of a SQLite file, or a JDBC URL
     * @throws FastMigrateException if it fails
     */
    public Report migrate(String pathOrUrl) {
        FastMigrate tenant = factory.apply(pathOrUrl);
        Report done;
        try {
            done = migrateOrCreate(tenant);
        } catch (FastMigrateException e) {
            keep(Outcome.failed(tenant, versionOf(tenant), e));
            throw e;
        }
        keep(Outcome.of(tenant, done));
        log.info("Tenant's database {} is at version {}", tenant.databaseName(), done.after());
        return done;
    }

    private static Optional<Version> versionOf(FastMigrate tenant) {
        try {
            return Optional.of(tenant.version());
        } catch (FastMigrateException e) {
            return Optional.empty();
        }
    }

    private static Report migrateOrCreate(FastMigrate tenant) {
        try {
            return tenant.migrate();
        } catch (DatabaseNotFoundException missing) {
            tenant.scripts(); // fails before a database is made for scripts that could not run
            tenant.create();
            return tenant.migrate();
        }
    }

    /** Returns where each stood when it was migrated last by this application; empty before the first time. */
    public Fleet.Report report() {
        return snapshot().report();
    }

    /** Returns what takes the directories of this tenant's database, and of the scripts of all, out of a text. */
    Redaction redaction(String database) {
        FastMigrate like = one;
        return like == null ? Redaction.ofSecrets() : Redaction.of(database, like);
    }

    /** Never waits for a run. */
    TenantStandings.Snapshot snapshot() {
        return known;
    }

    private void keep(Fleet.Report now) {
        synchronized (keeping) {
            known = new TenantStandings.Snapshot(now, true);
        }
    }

    private void keep(Outcome outcome) {
        synchronized (keeping) {
            known = new TenantStandings.Snapshot(known.report().with(outcome), known.done());
        }
    }
}

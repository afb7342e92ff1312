package io.fastmigrate.spring.tenants;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.TenantProperties;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.StarterLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrates the databases of tenants and keeps how they stand. */
public final class TenantRuns implements TenantMigrations {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);
    private static final Fleet.Report NOTHING_YET = Fleet.Report.empty();

    private final TenantDatabases tenants;
    private final Function<String, FastMigrate> factory;
    private final TenantProperties properties;
    private volatile @Nullable FastMigrate one;
    private final Object keeping = new Object();
    private volatile TenantStandings.Snapshot known = new TenantStandings.Snapshot(NOTHING_YET, false);

    public TenantRuns(TenantDatabases tenants, Function<String, FastMigrate> factory, TenantProperties properties) {
        this.tenants = tenants;
        this.factory = factory;
        this.properties = properties;
    }

    @Override
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

    @Override
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
    public synchronized void confirm() {
        if (!snapshot().done()) {
            migrate();
        }
    }

    private Fleet.Report judged(Fleet.Report now) {
        keep(now);
        return properties.getOnFailure() == TenantProperties.OnFailure.WARN ? now : now.orThrow();
    }

    @Override
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

    @Override
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

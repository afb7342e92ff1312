package io.fastmigrate.spring.tenants;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.TenantProperties;
import io.fastmigrate.spring.internal.Redaction;
import io.fastmigrate.spring.internal.StarterLog;
import io.fastmigrate.spring.internal.database.TenantFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/** Migrates the databases of tenants and keeps how they stand. */
public final class TenantRuns implements TenantMigrations {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);
    private static final Fleet.Report NOTHING_YET = Fleet.Report.empty();

    private final TenantDatabases tenants;
    private final TenantFactory factory;
    private final TenantProperties properties;
    private volatile @Nullable FastMigrate one;
    private final Map<String, String> schemaOf = new ConcurrentHashMap<>();
    private final Object keeping = new Object();
    private volatile TenantStandings.Snapshot known = new TenantStandings.Snapshot(NOTHING_YET, false);

    public TenantRuns(TenantDatabases tenants, TenantFactory factory, TenantProperties properties) {
        this.tenants = tenants;
        this.factory = factory;
        this.properties = properties;
    }

    @Override
    public Fleet.Report migrate() {
        List<FastMigrate> databases = databases();
        TenantLog told = new TenantLog(databases.size());
        Fleet fleet = Fleet.of(databases).onOutcome(told).createWhereEmpty(areOnServers(databases));
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
        List<FastMigrate> databases = new ArrayList<>();
        tenants.databases().stream().distinct().map(factory::ofDatabase).forEach(databases::add);
        List<String> schemas = tenants.schemas().stream().distinct().toList();
        if (!schemas.isEmpty()) {
            Collection<String> taken = factory.taken();
            schemas.forEach(schema -> TenantFactory.refuse(schema, taken));
            schemas.forEach(schema -> databases.add(ofSchema(schema)));
        }
        one = databases.isEmpty() ? one : databases.get(0);
        return databases;
    }

    private FastMigrate ofSchema(String schema) {
        FastMigrate tenant = factory.ofSchema(schema);
        schemaOf.put(tenant.databaseName(), schema);
        return tenant;
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

    /** A file is never given a version by a start, a schema or a database that someone made for a tenant is. */
    private static boolean areOnServers(List<FastMigrate> databases) {
        return databases.stream().allMatch(TenantRuns::isOnServer);
    }

    private static boolean isOnServer(FastMigrate database) {
        return database.databaseName().startsWith("jdbc:");
    }

    @Override
    public Report migrate(String pathOrUrl) {
        if (StringUtils.hasText(properties.getSchemas()) && !pathOrUrl.startsWith("jdbc:")) {
            throw InvalidSettingException.of(
                    "Tenants have schemas (fastmigrate.tenants.schemas), and this is a path: " + pathOrUrl + ".",
                    "Call TenantMigrations.migrateSchema with the name of the schema.");
        }
        return migrate(factory.ofDatabase(pathOrUrl));
    }

    @Override
    public Report migrateSchema(String name) {
        String pattern = properties.getSchemas();
        if (pattern != null && StringUtils.hasText(pattern) && !TenantSchemas.matches(pattern, name)) {
            throw InvalidSettingException.of(
                    "The schema " + name + " does not match fastmigrate.tenants.schemas: " + pattern + ".",
                    "Give the schema a name that matches, or change the pattern: no start would migrate it.");
        }
        TenantFactory.refuse(name, factory.taken());
        return migrate(ofSchema(name));
    }

    private Report migrate(FastMigrate tenant) {
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
            return create(tenant);
        } catch (DatabaseUnmanagedException unmanaged) {
            if (!isOnServer(tenant)) {
                throw unmanaged;
            }
            return create(tenant);
        }
    }

    private static Report create(FastMigrate tenant) {
        tenant.scripts(); // fails before a database is made for scripts that could not run
        tenant.create();
        return tenant.migrate();
    }

    @Override
    public Fleet.Report report() {
        return snapshot().report();
    }

    /** Returns the schema of a tenant's database; empty where the tenant has a database. */
    Optional<String> schemaOf(String database) {
        return Optional.ofNullable(schemaOf.get(database));
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

package io.fastmigrate.spring;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;

/**
 * The properties {@code fastmigrate.*}: those of the application's database, which every database below
 * {@code fastmigrate.databases} and {@code fastmigrate.tenants} inherits, and those of the starter.
 */
@ConfigurationProperties("fastmigrate")
public class FastMigrateProperties extends CheckedDatabaseProperties {

    /** Whether databases are migrated when the application starts. */
    private boolean enabled = true;

    /** Whether the process ends after the migration, with exit code 0, or 1 if it failed. No web server and no runner is started. */
    private boolean migrateOnly;

    /** When databases are migrated. */
    private MigrationPhase phase = MigrationPhase.EARLY;

    /** How long callers wait for a connection while databases are migrated in phase gate; seconds without a unit. */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration gateTimeout = Duration.ofSeconds(30);

    /** Several databases by name. Each one inherits the settings it does not have, except db, username and password. */
    private Map<String, NamedDatabase> databases = new LinkedHashMap<>();

    @NestedConfigurationProperty
    private final TenantProperties tenants = new TenantProperties();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public boolean isMigrateOnly() {
        return migrateOnly;
    }

    public void setMigrateOnly(boolean migrateOnly) {
        this.migrateOnly = migrateOnly;
    }

    public MigrationPhase getPhase() {
        return phase;
    }

    public void setPhase(MigrationPhase phase) {
        this.phase = phase;
    }

    public Duration getGateTimeout() {
        return gateTimeout;
    }

    public void setGateTimeout(Duration gateTimeout) {
        this.gateTimeout = gateTimeout;
    }

    public Map<String, NamedDatabase> getDatabases() {
        return databases;
    }

    public void setDatabases(Map<String, NamedDatabase> databases) {
        this.databases = databases;
    }

    public TenantProperties getTenants() {
        return tenants;
    }

    /** The properties {@code fastmigrate.databases.<name>.*}. */
    public static class NamedDatabase extends CheckedDatabaseProperties {

        /** Whether this database is migrated when the application starts. */
        private boolean enabled = true;

        /** Place among the databases: lower ones are migrated first, those with the same number by their names. */
        private int order;

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public int getOrder() {
            return order;
        }

        public void setOrder(int order) {
            this.order = order;
        }
    }
}

package io.fastmigrate.spring;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.env.Environment;

/**
 * The properties {@code fastmigrate.*}: those of the application's database, which every database below
 * {@code fastmigrate.databases} and {@code fastmigrate.tenants} inherits, and those of the starter.
 */
@ConfigurationProperties(FastMigrateProperties.PREFIX)
public class FastMigrateProperties extends DatabaseProperties {

    static final String PREFIX = "fastmigrate";

    private static final ConfigurationPropertyName DATABASES =
            ConfigurationPropertyName.of(PREFIX).append("databases");

    /** Whether databases are migrated when the application starts. */
    private boolean enabled = true;

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

    /** Reads {@code fastmigrate} itself. */
    static DatabaseProperties root(Environment environment) {
        return inheriting(Binder.get(environment), new DatabaseProperties());
    }

    /** Reads {@code fastmigrate.databases.<name>} or {@code fastmigrate.databases[<name>]}, with what it inherits from {@code fastmigrate}. */
    static NamedDatabase database(Environment environment, String name) {
        Binder binder = Binder.get(environment);
        NamedDatabase database = inheriting(binder, new NamedDatabase());
        database.below(DATABASES + "." + name);
        for (ConfigurationPropertyName place : List.of(
                DATABASES.append("[" + name + "]"), ConfigurationPropertyName.adapt(DATABASES + "." + name, '.'))) {
            binder.bind(place, Bindable.ofInstance(database));
        }
        return database;
    }

    /** Reads {@code fastmigrate.tenants}, with what it inherits from {@code fastmigrate}. */
    static TenantProperties tenants(Environment environment) {
        Binder binder = Binder.get(environment);
        TenantProperties tenants = inheriting(binder, new TenantProperties());
        tenants.below(PREFIX + ".tenants");
        binder.bind(PREFIX + ".tenants", Bindable.ofInstance(tenants));
        return tenants;
    }

    /** Where and as whom belong to one database alone: a password must never reach another one's server. */
    private static <T extends DatabaseProperties> T inheriting(Binder binder, T heir) {
        binder.bind(PREFIX, Bindable.<DatabaseProperties>ofInstance(heir));
        heir.setDb(null);
        heir.setUsername(null);
        heir.setPassword(null);
        return heir;
    }

    /** The properties {@code fastmigrate.databases.<name>.*}. */
    public static class NamedDatabase extends DatabaseProperties {

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

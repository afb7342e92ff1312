package io.fastmigrate.spring.internal.database;

import io.fastmigrate.spring.MigrationPhase;
import org.springframework.core.env.Environment;

/** What properties turn on and off. */
public final class Switches {

    public static final String MIGRATE_ONLY = "fastmigrate.migrate-only";

    private Switches() {}

    public static boolean isEnabled(Environment environment) {
        return environment.getProperty("fastmigrate.enabled", Boolean.class, true);
    }

    public static boolean isMigrateOnly(Environment environment) {
        return environment.getProperty(MIGRATE_ONLY, Boolean.class, false);
    }

    public static boolean areTenantsEnabled(Environment environment) {
        return isEnabled(environment) && environment.getProperty("fastmigrate.tenants.enabled", Boolean.class, true);
    }

    public static boolean isGate(Environment environment) {
        return environment.getProperty("fastmigrate.phase", "").strip().equalsIgnoreCase(MigrationPhase.GATE.name());
    }
}

package io.fastmigrate.spring;

import org.jspecify.annotations.Nullable;

/** The properties {@code fastmigrate.tenants.*}: those of each tenant's database, and how all are migrated. */
public class TenantProperties extends DatabaseProperties {

    /** What happens at the start if a tenant's database fails. */
    public enum OnFailure {
        /** The start fails, after the others have been migrated. */
        FAIL,
        /** The application starts, with an error in the log for each that failed. */
        WARN
    }

    /** Whether the tenants' databases are migrated when the application starts. */
    private boolean enabled = true;

    /**
     * Pattern of the schemas that belong to tenants, such as tenant_*; on MySQL and MariaDB of the databases of the server. They are in
     * the application's own database unless fastmigrate.tenants.db is a JDBC URL.
     */
    private @Nullable String schemas;

    /** How many databases are migrated at the same time; as many as there are processors by default. */
    private @Nullable Integer workers;

    /** Whether to migrate one database alone first: if it fails, no other is touched. */
    private boolean canary = true;

    /** Whether to stop after the first failed database. */
    private boolean stopOnFailure;

    /** What happens at the start if a database fails. */
    private OnFailure onFailure = OnFailure.FAIL;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getSchemas() {
        return schemas;
    }

    public void setSchemas(@Nullable String schemas) {
        this.schemas = schemas;
    }

    public @Nullable Integer getWorkers() {
        return workers;
    }

    public void setWorkers(@Nullable Integer workers) {
        this.workers = workers;
    }

    public boolean isCanary() {
        return canary;
    }

    public void setCanary(boolean canary) {
        this.canary = canary;
    }

    public boolean isStopOnFailure() {
        return stopOnFailure;
    }

    public void setStopOnFailure(boolean stopOnFailure) {
        this.stopOnFailure = stopOnFailure;
    }

    public OnFailure getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
    }
}

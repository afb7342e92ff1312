package io.fastmigrate.spring;

import org.jspecify.annotations.Nullable;

/** The properties {@code fastmigrate.tenants.*}: those of each tenant's database, and how all are migrated. */
public class TenantProperties extends DatabaseProperties {

    /** What a tenant's database that fails means for the start. */
    public enum OnFailure {
        /** The start fails, after the others have been migrated. */
        FAIL,
        /** The application starts, with an error in the log for each that failed. */
        WARN
    }

    /** Whether the tenants' databases are migrated when the application starts. */
    private boolean enabled = true;

    /** How many databases are migrated at the same time; as many as there are processors by default. */
    private @Nullable Integer workers;

    /** Whether one database is migrated alone first: if it fails, no other is touched. */
    private boolean canary = true;

    /** Whether no further database is begun after one failed. */
    private boolean stopOnFailure;

    /** What a database that fails means for the start. */
    private OnFailure onFailure = OnFailure.FAIL;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
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

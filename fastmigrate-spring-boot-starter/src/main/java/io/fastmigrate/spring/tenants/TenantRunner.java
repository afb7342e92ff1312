package io.fastmigrate.spring.tenants;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.PriorityOrdered;

/** The last gate for tenants: right behind that of the application's own database, and before any other runner. */
public class TenantRunner implements ApplicationRunner, PriorityOrdered {

    private final ObjectProvider<TenantRuns> migrations;
    private final boolean enabled;

    public TenantRunner(ObjectProvider<TenantRuns> migrations, boolean enabled) {
        this.migrations = migrations;
        this.enabled = enabled;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (enabled) {
            migrations.ifAvailable(TenantRuns::confirm);
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }
}

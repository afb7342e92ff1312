package io.fastmigrate.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.PriorityOrdered;

/** The last gate for tenants: right behind that of the application's own database, and before any other runner. */
class TenantRunner implements ApplicationRunner, PriorityOrdered {

    private final ObjectProvider<TenantMigrations> migrations;
    private final boolean enabled;

    TenantRunner(ObjectProvider<TenantMigrations> migrations, boolean enabled) {
        this.migrations = migrations;
        this.enabled = enabled;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (enabled) {
            migrations.ifAvailable(TenantMigrations::confirm);
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }
}

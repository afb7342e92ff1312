package io.fastmigrate.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Migrates the databases of all tenants after the application's own: the files of {@code fastmigrate.tenants.db}, or
 * those that a {@link TenantDatabases} bean names, which may itself use the application's database.
 */
@AutoConfiguration(after = FastMigrateAutoConfiguration.class)
@ConditionalOnBean(FastMigrateInitializer.class)
@Conditional(OnSwitch.Tenants.class)
public final class FastMigrateTenantsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("fastmigrate.tenants.db")
    TenantDatabases fastMigrateTenantDatabases(Environment environment) {
        return TenantFiles.of(
                String.valueOf(FastMigrateProperties.tenants(environment).getDb()));
    }

    @Bean
    @ConditionalOnBean(TenantDatabases.class)
    @ConditionalOnMissingBean
    TenantMigrations fastMigrateTenantMigrations(
            TenantDatabases tenants,
            FastMigrateInitializer applicationsOwnFirst,
            FastMigrateProperties starter,
            ApplicationContext context) {
        Environment environment = context.getEnvironment();
        TenantProperties properties = FastMigrateProperties.tenants(environment);
        TenantMigrations migrations =
                new TenantMigrations(tenants, FastMigrateFactory.tenants(properties, context), properties);
        if (OnSwitch.areTenantsEnabled(environment)) {
            switch (starter.getPhase()) {
                case EARLY -> migrations.confirm();
                case VERIFY -> migrations.verify();
                case RUNNER, GATE -> {
                    // The runner does it, and with GATE when the application's own are done.
                }
            }
        }
        return migrations;
    }

    @Bean
    @ConditionalOnBean(TenantMigrations.class)
    @ConditionalOnMissingBean
    TenantStandings fastMigrateTenantStandings(ObjectProvider<TenantMigrations> migrations, Environment environment) {
        return new TenantStandings(migrations, OnSwitch.areTenantsEnabled(environment));
    }

    /** Migrates during the refresh in a lazy application too, as with the application's own database. */
    @Bean
    @ConditionalOnBean(TenantMigrations.class)
    static LazyInitializationExcludeFilter fastMigrateEagerTenants() {
        return LazyInitializationExcludeFilter.forBeanTypes(TenantMigrations.class);
    }

    @Bean
    @ConditionalOnBean(TenantMigrations.class)
    TenantRunner fastMigrateTenantRunner(ObjectProvider<TenantMigrations> migrations, Environment environment) {
        return new TenantRunner(migrations, OnSwitch.areTenantsEnabled(environment));
    }
}

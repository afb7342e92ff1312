package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.TenantProperties;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.Switches;
import io.fastmigrate.spring.internal.database.TenantFactory;
import io.fastmigrate.spring.internal.start.FastMigrateInitializer;
import io.fastmigrate.spring.tenants.TenantFiles;
import io.fastmigrate.spring.tenants.TenantRunner;
import io.fastmigrate.spring.tenants.TenantRuns;
import io.fastmigrate.spring.tenants.TenantSchemas;
import io.fastmigrate.spring.tenants.TenantStandings;
import java.util.List;
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
import org.springframework.util.StringUtils;

/**
 * Migrates the databases of all tenants after the application's own: the files of {@code fastmigrate.tenants.db}, the schemas
 * of {@code fastmigrate.tenants.schemas}, or those that a {@link TenantDatabases} bean names, which may itself use the application's database.
 */
@AutoConfiguration(after = FastMigrateAutoConfiguration.class)
@ConditionalOnBean(FastMigrateInitializer.class)
@Conditional(OnSwitch.Tenants.class)
public final class FastMigrateTenantsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("fastmigrate.tenants.schemas")
    TenantDatabases fastMigrateTenantSchemas(ApplicationContext context) {
        TenantProperties properties = BoundProperties.tenants(context.getEnvironment());
        if (!StringUtils.hasText(properties.getSchemas())) {
            return properties.getDb() == null ? List::of : TenantFiles.of(properties.getDb());
        }
        return new TenantSchemas(
                String.valueOf(properties.getSchemas()), () -> new TenantFactory(properties, context).schemas());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("fastmigrate.tenants.db")
    TenantDatabases fastMigrateTenantDatabases(Environment environment) {
        return TenantFiles.of(
                String.valueOf(BoundProperties.tenants(environment).getDb()));
    }

    @Bean
    @ConditionalOnBean(TenantDatabases.class)
    @ConditionalOnMissingBean(TenantMigrations.class)
    TenantRuns fastMigrateTenantMigrations(
            TenantDatabases tenants,
            FastMigrateInitializer applicationsOwnFirst,
            FastMigrateProperties starter,
            ApplicationContext context) {
        Environment environment = context.getEnvironment();
        TenantProperties properties = BoundProperties.tenants(environment);
        TenantRuns migrations = new TenantRuns(tenants, new TenantFactory(properties, context), properties);
        if (Switches.areTenantsEnabled(environment)) {
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
    @ConditionalOnBean(TenantRuns.class)
    @ConditionalOnMissingBean
    TenantStandings fastMigrateTenantStandings(ObjectProvider<TenantRuns> migrations, Environment environment) {
        return new TenantStandings(migrations, Switches.areTenantsEnabled(environment));
    }

    /** Migrates during the refresh in a lazy application too, as with the application's own database. */
    @Bean
    @ConditionalOnBean(TenantRuns.class)
    static LazyInitializationExcludeFilter fastMigrateEagerTenants() {
        return LazyInitializationExcludeFilter.forBeanTypes(TenantRuns.class);
    }

    @Bean
    @ConditionalOnBean(TenantRuns.class)
    TenantRunner fastMigrateTenantRunner(ObjectProvider<TenantRuns> migrations, Environment environment) {
        return new TenantRunner(migrations, Switches.areTenantsEnabled(environment));
    }
}

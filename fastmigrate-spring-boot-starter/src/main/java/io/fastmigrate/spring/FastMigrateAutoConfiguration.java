package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Migrates the database while the application context is refreshed, before any bean that uses it.
 *
 * <p>Makes a {@link FastMigrate} of {@link FastMigrateProperties}, of all {@link io.fastmigrate.model.JavaMigration},
 * {@link io.fastmigrate.model.MigrationListener} and {@link FastMigrateCustomizer} beans; backs off from an
 * application's own {@link FastMigrate} beans, which are then migrated instead.
 */
@AutoConfiguration(afterName = {"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"})
@ConditionalOnBooleanProperty(name = "fastmigrate.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FastMigrateProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class FastMigrateAutoConfiguration {

    @Bean
    FastMigrateInitializer fastMigrateInitializer(ObjectProvider<FastMigrate> databases) {
        return new FastMigrateInitializer(databases.orderedStream().toList());
    }

    /** Migrates during the refresh in a lazy application too: what it leaves for later can be raced by a request. */
    @Bean
    static LazyInitializationExcludeFilter eagerFastMigrateInitializer() {
        return LazyInitializationExcludeFilter.forBeanTypes(FastMigrateInitializer.class);
    }

    @Bean
    FastMigrateRunner fastMigrateRunner(ObjectProvider<FastMigrateInitializer> initializer) {
        return new FastMigrateRunner(initializer);
    }

    /** What there is unless the application has a {@link FastMigrate} of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(FastMigrate.class)
    static class DefaultFastMigrate {

        @Bean
        FastMigrate fastMigrate(FastMigrateProperties properties, ApplicationContext context) {
            return new FastMigrateFactory(properties, context).create();
        }

        @Bean
        @Conditional(OnDatabaseNamed.class)
        MigratedFile migratedFile(FastMigrateInitializer initializer) {
            return new MigratedFile(initializer);
        }
    }
}

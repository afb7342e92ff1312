package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.FastMigrateCustomizer;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.MigrationObservationConvention;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.gate.Gate;
import io.fastmigrate.spring.gate.GatedDataSources;
import io.fastmigrate.spring.gate.ImpatientHealth;
import io.fastmigrate.spring.gate.SpringBoot3ImpatientHealth;
import io.fastmigrate.spring.internal.ConnectionDetailsReader;
import io.fastmigrate.spring.internal.SpringBootNames;
import io.fastmigrate.spring.internal.check.StartChecks;
import io.fastmigrate.spring.internal.database.FastMigrateFactory;
import io.fastmigrate.spring.internal.database.MigratedDatabases;
import io.fastmigrate.spring.internal.database.Switches;
import io.fastmigrate.spring.internal.datasource.TargetDetails;
import io.fastmigrate.spring.internal.jpa.MigratedSchemas;
import io.fastmigrate.spring.internal.observe.MigrationEvents;
import io.fastmigrate.spring.internal.observe.RunObservations;
import io.fastmigrate.spring.internal.observe.RunObserver;
import io.fastmigrate.spring.internal.observe.RunStates;
import io.fastmigrate.spring.internal.observe.TrackedDatabases;
import io.fastmigrate.spring.internal.start.FastMigrateInitializer;
import io.fastmigrate.spring.internal.start.FastMigrateRunner;
import io.fastmigrate.spring.internal.start.MigratedFile;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * Migrates the database while the application context is refreshed, before any bean that uses it.
 *
 * <p>Makes a {@link FastMigrate} of {@link FastMigrateProperties}, of all {@link io.fastmigrate.JavaMigration},
 * {@link io.fastmigrate.MigrationListener} and {@link FastMigrateCustomizer} beans, and one for each database
 * below {@code fastmigrate.databases}. The first backs off from an application's own {@link FastMigrate} beans, which
 * are then migrated instead; a named one backs off from a bean of its name.
 */
@AutoConfiguration(afterName = {SpringBootNames.DATA_SOURCE, SpringBootNames.DATA_SOURCE_3})
@Conditional(OnSwitch.Migration.class)
@EnableConfigurationProperties(FastMigrateProperties.class)
@Import({DatabaseInitializationDependencyConfigurer.class, NamedDatabasesRegistrar.class})
public final class FastMigrateAutoConfiguration {

    @Bean
    MigratedDatabases fastMigrateDatabases(ListableBeanFactory beans, Environment environment) {
        return MigratedDatabases.of(beans, environment);
    }

    @Bean
    FastMigrateInitializer fastMigrateInitializer(
            MigratedDatabases databases,
            FastMigrateProperties properties,
            RunStates runs,
            MigrationEvents events,
            RunObservations observations,
            ApplicationContext context) {
        observations.prepare();
        StartChecks checks = new StartChecks(context.getEnvironment(), context.getClassLoader());
        Gate gate = context.getBeanProvider(Gate.class).getIfAvailable();
        return new FastMigrateInitializer(databases.own(), properties.getPhase(), checks, runs, events, gate);
    }

    @Bean
    static TrackedDatabases fastMigrateTrackedDatabases(ObjectProvider<RunStates> runs, Environment environment) {
        return new TrackedDatabases(runs, environment);
    }

    @Bean
    RunStates fastMigrateRunStates(ObjectProvider<RunObserver> observers, ApplicationContext context) {
        ApplicationContext parent = context.getParent();
        return new RunStates(
                observers.orderedStream().toList(),
                parent == null ? null : parent.getBeanProvider(RunStates.class).getIfAvailable());
    }

    @Bean
    MigrationEvents fastMigrateEvents(ApplicationContext context) {
        return new MigrationEvents(context);
    }

    @Bean
    RunObservations fastMigrateObservations(
            ObjectProvider<ObservationRegistry> registries,
            ObjectProvider<MigrationObservationConvention> conventions) {
        return new RunObservations(registries, conventions);
    }

    @Bean
    Standings fastMigrateStandings(MigratedDatabases databases, RunStates runs) {
        return new Standings(databases.byName(), databases.own().keySet(), runs);
    }

    /** Migrates during the refresh in a lazy application too: what it leaves for later can be raced by a request. */
    @Bean
    static LazyInitializationExcludeFilter fastMigrateEagerInitializer() {
        return LazyInitializationExcludeFilter.forBeanTypes(FastMigrateInitializer.class);
    }

    @Bean
    FastMigrateRunner fastMigrateRunner(ObjectProvider<FastMigrateInitializer> initializer) {
        return new FastMigrateRunner(initializer);
    }

    /** What there is unless the application defines its own {@link FastMigrate}, or names databases alone. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(FastMigrate.class)
    @Conditional(OnDefaultDatabase.class)
    static class DefaultFastMigrate {

        @Bean
        @Lazy
        @Primary
        FastMigrate fastMigrate(FastMigrateProperties properties, ApplicationContext context) {
            return new FastMigrateFactory(FastMigrateDatabase.DEFAULT, properties, context).create();
        }

        @Bean
        @Conditional(OnDatabaseNamed.class)
        MigratedFile fastMigrateMigratedFile(FastMigrateInitializer initializer) {
            return new MigratedFile(initializer);
        }
    }

    /** What there is in the phase {@code gate} alone. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnSwitch.GatePhase.class)
    static class GateConfiguration {

        @Bean
        Gate fastMigrateGate(
                ApplicationContext context,
                RunStates runs,
                ObjectProvider<FastMigrateInitializer> initializer,
                FastMigrateProperties properties) {
            return new Gate(
                    context,
                    runs,
                    initializer::getObject,
                    properties.getGateTimeout(),
                    properties.getPhase() == MigrationPhase.GATE);
        }

        @Bean
        static GatedDataSources fastMigrateGatedDataSources(ObjectProvider<Gate> gate, Environment environment) {
            return new GatedDataSources(gate, Switches.isGate(environment));
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(HealthContributorRegistry.class)
        static class HealthConfiguration {

            @Bean
            static ImpatientHealth fastMigrateImpatientHealth() {
                return new ImpatientHealth();
            }
        }

        /** The same on Spring Boot 3.5. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(name = SpringBootNames.HEALTH_REGISTRY_3)
        static class SpringBoot3HealthConfiguration {

            @Bean
            static SpringBoot3ImpatientHealth fastMigrateSpringBoot3ImpatientHealth(BeanFactory beans) {
                return SpringBoot3ImpatientHealth.of(beans);
            }
        }
    }

    /** What Hibernate asks before it drops and creates what an embedded database has. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SchemaManagementProvider.class)
    static class SchemaConfiguration {

        @Bean
        SchemaManagementProvider fastMigrateSchemaManagementProvider(ObjectProvider<MigratedDatabases> databases) {
            return new MigratedSchemas(databases);
        }
    }

    /** Where containers and services say that the application's database is, on Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class DetailsConfiguration {

        @Bean
        static ConnectionDetailsReader fastMigrateConnectionDetailsReader() {
            return TargetDetails::read;
        }
    }
}

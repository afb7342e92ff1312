package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.internal.JdbcTarget;
import io.fastmigrate.spring.internal.SpringBootNames;
import io.fastmigrate.spring.internal.datasource.ApplicationTarget;
import io.fastmigrate.spring.internal.datasource.PoolDefaults;
import io.fastmigrate.spring.internal.datasource.TargetDetails;
import io.fastmigrate.spring.internal.start.MigratedFile;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Leads the application's {@code DataSource} to {@code fastmigrate.db} where the application configures no other.
 *
 * <p>It contributes {@code JdbcConnectionDetails}, and Spring Boot makes its usual pool of them. They wait for the
 * migration, so that no connection is older than the schema. Where there is no pool on the class path, each connection
 * is a new one.
 */
@AutoConfiguration(
        beforeName = {SpringBootNames.DATA_SOURCE, SpringBootNames.DATA_SOURCE_3},
        afterName = {
            SpringBootNames.JNDI_DATA_SOURCE,
            SpringBootNames.JNDI_DATA_SOURCE_3,
            SpringBootNames.XA_DATA_SOURCE,
            SpringBootNames.XA_DATA_SOURCE_3,
            SpringBootNames.R2DBC,
            SpringBootNames.R2DBC_3
        })
@ConditionalOnClass(DataSourceBuilder.class)
@ConditionalOnMissingBean(
        value = {DataSource.class, XADataSource.class},
        type = {SpringBootNames.CONNECTION_DETAILS, SpringBootNames.CONNECTION_DETAILS_3, SpringBootNames.R2DBC_FACTORY
        })
@Conditional({OnDatabaseNamed.class, OnNoDataSourceConfigured.class, OnJdbcDatabase.class})
@EnableConfigurationProperties(FastMigrateProperties.class)
public final class FastMigrateDataSourceAutoConfiguration {

    @Bean
    JdbcTarget fastMigrateJdbcTarget(
            FastMigrateProperties properties, ApplicationContext context, ObjectProvider<MigratedFile> migrated) {
        migrated.getIfAvailable();
        return ApplicationTarget.of(properties, context.getEnvironment(), context.getClassLoader());
    }

    @Bean
    static PoolDefaults fastMigratePoolDefaults(Environment environment) {
        return new PoolDefaults(environment);
    }

    /** Spring Boot's pool is made of this on version 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class DetailsConfiguration {

        @Bean
        JdbcConnectionDetails fastMigrateJdbcConnectionDetails(JdbcTarget target) {
            return new TargetDetails(target);
        }
    }

    /** Without a pool Spring Boot would look for an embedded database instead. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SimpleDriverDataSource.class)
    @Conditional(OnNoPool.class)
    static class UnpooledConfiguration {

        @Bean
        DataSource fastMigrateDataSource(JdbcTarget target) {
            return PoolDefaults.unpooled(target);
        }
    }
}

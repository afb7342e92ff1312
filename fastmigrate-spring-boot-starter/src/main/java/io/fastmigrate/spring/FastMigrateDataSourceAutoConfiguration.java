package io.fastmigrate.spring;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Makes the application's {@code DataSource} of {@code fastmigrate.db} where the application configures no other.
 *
 * <p>The pool opens its first connection when somebody asks for one, and the bean itself waits for the migration, so
 * that no connection is older than the schema. {@code spring.datasource.hikari.*} is applied to it.
 */
@AutoConfiguration(
        beforeName = {SpringBootNames.DATA_SOURCE, SpringBootNames.DATA_SOURCE_3},
        afterName = {
            SpringBootNames.JNDI_DATA_SOURCE,
            SpringBootNames.JNDI_DATA_SOURCE_3,
            SpringBootNames.XA_DATA_SOURCE,
            SpringBootNames.XA_DATA_SOURCE_3
        })
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnMissingBean(
        value = {DataSource.class, XADataSource.class},
        type = {SpringBootNames.CONNECTION_DETAILS, SpringBootNames.CONNECTION_DETAILS_3})
@Conditional({OnDatabaseNamed.class, OnNoDataSourceConfigured.class, OnJdbcDatabase.class})
@EnableConfigurationProperties(FastMigrateProperties.class)
public final class FastMigrateDataSourceAutoConfiguration {

    private static final String JDBC = "jdbc:";
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String BUSY_TIMEOUT_MILLIS = "5000";

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(FastMigrateProperties properties, ObjectProvider<MigratedFile> migrated) {
        migrated.getIfAvailable();
        HikariDataSource dataSource = new HikariDataSource();
        String url = url(String.valueOf(properties.getDb()));
        dataSource.setJdbcUrl(url);
        if (!url.startsWith(SQLITE)) {
            dataSource.setUsername(properties.getUsername());
            dataSource.setPassword(properties.getPassword());
            dataSource.setSchema(properties.getSchema());
            return dataSource;
        }
        dataSource.setMinimumIdle(1);
        dataSource.addDataSourceProperty("busy_timeout", BUSY_TIMEOUT_MILLIS);
        dataSource.addDataSourceProperty("foreign_keys", "true");
        // A transaction that begins by reading cannot wait for another writer: SQLite refuses its first write at once.
        dataSource.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        return dataSource;
    }

    /** A path becomes a URI, which escapes what the driver would take for parameters, and never makes a file. */
    private static String url(String pathOrUrl) {
        return pathOrUrl.startsWith(JDBC)
                ? pathOrUrl
                : SQLITE + Path.of(pathOrUrl).toAbsolutePath().toUri() + "?mode=rw";
    }
}

package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.SpringBootNames;
import io.fastmigrate.spring.internal.datasource.NamedDataSourcesRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Import;

/**
 * Gives the application a {@code DataSource} for each database below {@code fastmigrate.databases}, and none of Spring
 * Boot's where there is no database for it.
 */
@AutoConfiguration(afterName = {SpringBootNames.DATA_SOURCE, SpringBootNames.DATA_SOURCE_3})
@ConditionalOnClass(DataSourceBuilder.class)
@Import({NamedDataSourcesRegistrar.class, DefaultDataSourceRegistrar.class})
public final class FastMigrateNamedDataSourcesAutoConfiguration {}

package io.fastmigrate.spring.internal.datasource;

import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.start.FastMigrateInitializer;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;

/** Makes the application's connections to the databases below {@code fastmigrate.databases}. */
final class NamedDataSources {

    private NamedDataSources() {}

    /** Waits for the migration, so that no connection is older than the schema. */
    static DataSource named(String name, ApplicationContext context) {
        context.getBeanProvider(FastMigrateInitializer.class).getIfAvailable();
        DatabaseProperties properties = BoundProperties.database(context.getEnvironment(), name);
        return PoolDefaults.make(ApplicationTarget.of(properties), properties.getSchema(), context.getClassLoader());
    }
}

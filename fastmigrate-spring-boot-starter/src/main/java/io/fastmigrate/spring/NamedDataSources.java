package io.fastmigrate.spring;

import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;

/** Makes the application's connections to the databases below {@code fastmigrate.databases}. */
final class NamedDataSources {

    private NamedDataSources() {}

    /** Waits for the migration, so that no connection is older than the schema. */
    static DataSource named(String name, ApplicationContext context) {
        context.getBeanProvider(FastMigrateInitializer.class).getIfAvailable();
        DatabaseProperties properties = FastMigrateProperties.database(context.getEnvironment(), name);
        return PoolDefaults.make(ApplicationTarget.of(properties), properties.getSchema(), context.getClassLoader());
    }
}

package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.JavaMigration;
import io.fastmigrate.model.MigrationListener;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Makes the {@link FastMigrate} that properties and beans describe. */
final class FastMigrateFactory {

    private static final String DRIVER = "org.sqlite.JDBC";

    private final FastMigrateProperties properties;
    private final ApplicationContext context;

    FastMigrateFactory(FastMigrateProperties properties, ApplicationContext context) {
        this.properties = properties;
        this.context = context;
    }

    FastMigrate create() {
        requireDriver();
        FastMigrateBuilder builder = start();
        ClassLoader classLoader = context.getClassLoader();
        if (classLoader != null) {
            builder.classLoader(classLoader);
        }
        properties.applyTo(builder);
        builder.listener(new MigrationLog());
        builder.javaMigrations(
                context.getBeanProvider(JavaMigration.class).orderedStream().toList());
        context.getBeanProvider(MigrationListener.class).orderedStream().forEach(builder::listener);
        context.getBeanProvider(FastMigrateCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private FastMigrateBuilder start() {
        String db = properties.db();
        return db != null && properties.namesDatabase()
                ? FastMigrate.database(db)
                : FastMigrate.dataSource(applicationDataSource());
    }

    private DataSource applicationDataSource() {
        ObjectProvider<DataSource> dataSources = context.getBeanProvider(DataSource.class);
        DataSource unique = dataSources.getIfUnique();
        if (unique != null) {
            return unique;
        }
        if (dataSources.stream().findAny().isPresent()) {
            throw new InvalidSettingException(
                    "There are several DataSource beans, and none of them is the primary one to be migrated.",
                    "Mark the one that leads to the SQLite database as @Primary, set fastmigrate.db, or declare a"
                            + " FastMigrate bean.");
        }
        throw NoDatabaseFailureAnalyzer.noDatabase();
    }

    private void requireDriver() {
        if (!ClassUtils.isPresent(DRIVER, context.getClassLoader())) {
            throw new InvalidSettingException(
                    "The SQLite driver (" + DRIVER + ") is not on the class path.",
                    "Add the dependency org.xerial:sqlite-jdbc, or set fastmigrate.enabled to false.");
        }
    }
}

package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.JavaMigration;
import io.fastmigrate.model.MigrationListener;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Makes the {@link FastMigrate} that properties and beans describe. */
final class FastMigrateFactory {

    private static final String DRIVER = "org.sqlite.JDBC";

    private final String name;
    private final DatabaseProperties properties;
    private final ApplicationContext context;

    FastMigrateFactory(String name, DatabaseProperties properties, ApplicationContext context) {
        this.name = name;
        this.properties = properties;
        this.context = context;
    }

    /** Makes the one of {@code fastmigrate.databases.<name>}. */
    static FastMigrate named(String name, ApplicationContext context) {
        return new FastMigrateFactory(name, FastMigrateProperties.database(context.getEnvironment(), name), context)
                .create();
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
        DatabaseBeans beans = new DatabaseBeans(context, context.getEnvironment(), name);
        builder.javaMigrations(beans.of(JavaMigration.class));
        beans.of(MigrationListener.class).forEach(builder::listener);
        beans.of(FastMigrateCustomizer.class).forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private FastMigrateBuilder start() {
        String db = properties.getDb();
        return db != null && properties.namesDatabase()
                ? FastMigrate.database(db)
                : FastMigrate.dataSource(new DataSourceChoice(context, context.getEnvironment()).of(name));
    }

    private void requireDriver() {
        if (!ClassUtils.isPresent(DRIVER, context.getClassLoader())) {
            throw new InvalidSettingException(
                    "The SQLite driver (" + DRIVER + ") is not on the class path.",
                    "Add the dependency org.xerial:sqlite-jdbc, or set fastmigrate.enabled to false.");
        }
    }
}

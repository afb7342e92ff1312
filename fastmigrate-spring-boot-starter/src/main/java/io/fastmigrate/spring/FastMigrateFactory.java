package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.JavaMigration;
import io.fastmigrate.model.MigrationListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** Makes the {@link FastMigrate} that properties and beans describe. */
final class FastMigrateFactory {

    static final String DRIVER = "org.sqlite.JDBC";

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
        DatabaseBeans beans = new DatabaseBeans(context, context.getEnvironment(), name);
        return configure(start(AdapterBean.of(beans, name)), Beans.of(beans)).build();
    }

    private FastMigrateBuilder start(@Nullable AdapterBean adapter) {
        String db = properties.getDb();
        if (adapter != null) {
            return adapter.start(db, properties, property());
        }
        if (db != null && properties.namesDatabase()) {
            return start(db);
        }
        DataSource chosen = new DataSourceChoice(context, context.getEnvironment()).of(name, properties);
        PrivateMemory.refuse(chosen, context.getClassLoader());
        return FastMigrate.dataSource(chosen);
    }

    private String property() {
        return switch (name) {
            case FastMigrateDatabase.DEFAULT -> "fastmigrate.db";
            case FastMigrateDatabase.TENANTS -> "fastmigrate.tenants.db";
            default -> "fastmigrate.databases." + name + ".db";
        };
    }

    /** Returns what makes the one of each tenant. */
    static Function<String, FastMigrate> tenants(TenantProperties properties, ApplicationContext context) {
        FastMigrateFactory factory = new FastMigrateFactory(FastMigrateDatabase.TENANTS, properties, context);
        DatabaseBeans tied = new DatabaseBeans(context, context.getEnvironment(), FastMigrateDatabase.TENANTS);
        Supplier<Beans> beans = SingletonSupplier.of(() -> Beans.of(tied));
        Supplier<Optional<AdapterBean>> adapter =
                SingletonSupplier.of(() -> Optional.ofNullable(AdapterBean.of(tied, FastMigrateDatabase.TENANTS)));
        Set<String> warnings = ConcurrentHashMap.newKeySet();
        return db -> {
            FastMigrateBuilder builder = adapter.get()
                    .map(bean -> bean.builder().apply(db))
                    .orElseGet(() -> factory.start(db))
                    .listener(new TenantWarnings(warnings));
            return factory.configure(builder, beans.get()).build();
        };
    }

    private FastMigrateBuilder start(String db) {
        if (SqliteText.isMeant(db, properties.getMigrations(), context.getClassLoader())) {
            requireDriver();
        }
        MigrationUser user = MigrationUser.of(properties);
        return user == null ? FastMigrate.database(db) : FastMigrate.dataSource(user.on(db));
    }

    private FastMigrateBuilder configure(FastMigrateBuilder builder, Beans beans) {
        ClassLoader classLoader = context.getClassLoader();
        if (classLoader != null) {
            builder.classLoader(classLoader);
        }
        properties.applyTo(builder);
        builder.javaMigrations(beans.migrations());
        beans.listeners().forEach(builder::listener);
        beans.customizers().forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    private void requireDriver() {
        if (!ClassUtils.isPresent(DRIVER, context.getClassLoader())) {
            throw new InvalidSettingException(
                    "The SQLite driver (" + DRIVER + ") is not on the class path.",
                    "Add the dependency org.xerial:sqlite-jdbc, or set fastmigrate.enabled to false.");
        }
    }

    /** The beans that belong to a database, in order. */
    private record Beans(
            List<JavaMigration> migrations,
            List<MigrationListener> listeners,
            List<FastMigrateCustomizer> customizers) {

        static Beans of(DatabaseBeans beans) {
            return new Beans(
                    beans.of(JavaMigration.class),
                    beans.of(MigrationListener.class),
                    beans.of(FastMigrateCustomizer.class));
        }
    }
}

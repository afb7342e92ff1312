package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.TenantProperties;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.util.function.SingletonSupplier;

/** Makes the {@link FastMigrate} of each tenant. */
public final class TenantFactory {

    private final TenantProperties properties;
    private final ApplicationContext context;
    private final FastMigrateFactory factory;
    private final Supplier<FastMigrateFactory.Beans> beans;
    private final Supplier<Optional<AdapterBean>> adapter;
    private final Set<String> warnings = ConcurrentHashMap.newKeySet();

    public TenantFactory(TenantProperties properties, ApplicationContext context) {
        this.properties = properties;
        this.context = context;
        factory = new FastMigrateFactory(FastMigrateDatabase.TENANTS, properties, context);
        DatabaseBeans tied = new DatabaseBeans(context, context.getEnvironment(), FastMigrateDatabase.TENANTS);
        beans = SingletonSupplier.of(() -> FastMigrateFactory.Beans.of(tied));
        adapter = SingletonSupplier.of(() -> Optional.ofNullable(AdapterBean.of(tied, FastMigrateDatabase.TENANTS)));
    }

    /** Returns the one of a tenant who has a database. */
    public FastMigrate ofDatabase(String pathOrUrl) {
        FastMigrateBuilder builder =
                adapter.get().map(bean -> bean.builder().apply(pathOrUrl)).orElseGet(() -> factory.start(pathOrUrl));
        return configured(builder, adapter.get().isPresent()).build();
    }

    /** Returns the one of a tenant who has a schema. */
    public FastMigrate ofSchema(String name) {
        FastMigrate tenant = configured(start(), false).schema(name).build();
        requireUrl("the application's database", tenant.databaseName());
        return tenant;
    }

    /** Returns the names of the schemas that are there, without those that a database of the application runs in. */
    public List<String> schemas() {
        FastMigrate server = configured(start(), false).build();
        requireUrl("the application's database", server.databaseName());
        Collection<String> taken = taken();
        return server.schemas().stream().filter(name -> !taken.contains(name)).toList();
    }

    /**
     * Refuses a schema in which the application's own scripts run: those of tenants would count on the same version.
     *
     * @param taken the schemas of {@link #taken()}
     */
    public static void refuse(String schema, Collection<String> taken) {
        if (taken.contains(schema)) {
            throw InvalidSettingException.of(
                    "The schema " + schema + " is the application's own, and cannot be a tenant's too.",
                    "Give the tenant another schema. One schema has one version, and so one location of scripts.");
        }
    }

    /** Returns the schemas in which the application's own databases run, if these are where the tenants' are. */
    public Collection<String> taken() {
        MigratedDatabases own = context.getBeanProvider(MigratedDatabases.class).getIfAvailable();
        return own == null
                ? List.of()
                : own.byName().values().stream()
                        .flatMap(database -> database
                                .schema()
                                .filter(schema ->
                                        ofSchema(schema).databaseName().startsWith(database.databaseName()))
                                .stream())
                        .toList();
    }

    private FastMigrateBuilder configured(FastMigrateBuilder builder, boolean adapted) {
        return factory.configure(builder.listener(new TenantWarnings(warnings)), beans.get(), adapted);
    }

    /** Starts where {@code fastmigrate.tenants.db} leads, else where the application's own database is. */
    private FastMigrateBuilder start() {
        String db = properties.getDb();
        if (db != null && BoundProperties.namesDatabase(properties)) {
            requireUrl("fastmigrate.tenants.db", db);
            return factory.start(db);
        }
        if (AdapterBean.isForDefault(context)) {
            throw noSchemas("the application's database is an adapter's");
        }
        FastMigrateProperties own = context.getBean(FastMigrateProperties.class);
        MigrationUser user = MigrationUser.of(FastMigrateDatabase.TENANTS, properties);
        return new FastMigrateFactory(FastMigrateDatabase.DEFAULT, user == null ? own : withUser(own), context).start();
    }

    private static void requireUrl(String what, String database) {
        if (!database.startsWith("jdbc:")) {
            throw noSchemas(what + " is " + database);
        }
    }

    private static InvalidSettingException noSchemas(String what) {
        return InvalidSettingException.of(
                "Tenants have schemas, but " + what + ", which has none.",
                "Set fastmigrate.tenants.db to the JDBC URL of the database that has the schemas; or remove"
                        + " fastmigrate.tenants.schemas, where each tenant has a file.");
    }

    private FastMigrateProperties withUser(FastMigrateProperties own) {
        FastMigrateProperties other = new FastMigrateProperties();
        other.setDb(own.getDb());
        other.setMigrations(own.getMigrations());
        other.setUsername(properties.getUsername());
        other.setPassword(properties.getPassword());
        return other;
    }
}

package io.fastmigrate.spring.internal.database;

import io.fastmigrate.spring.CheckedDatabaseProperties;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.FastMigrateProperties.NamedDatabase;
import io.fastmigrate.spring.TenantProperties;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Reads the properties of one database, with what it inherits, and knows what they are called. */
public final class BoundProperties {

    public static final String PREFIX = "fastmigrate";

    private static final String TENANTS = PREFIX + ".tenants";
    private static final ConfigurationPropertyName DATABASES =
            ConfigurationPropertyName.of(PREFIX).append("databases");

    private BoundProperties() {}

    /** Reads {@code fastmigrate} itself. */
    static DatabaseProperties root(Environment environment) {
        return inheriting(Binder.get(environment), new DatabaseProperties());
    }

    /** Reads {@code fastmigrate.databases.<name>} or {@code fastmigrate.databases[<name>]}, with what it inherits from {@code fastmigrate}. */
    public static NamedDatabase database(Environment environment, String name) {
        Binder binder = Binder.get(environment);
        NamedDatabase database = inheriting(binder, new NamedDatabase());
        for (ConfigurationPropertyName place : List.of(
                DATABASES.append("[" + name + "]"), ConfigurationPropertyName.adapt(DATABASES + "." + name, '.'))) {
            binder.bind(place, Bindable.ofInstance(database));
        }
        return database;
    }

    /** Reads what a start checks of a database; a {@code FastMigrate} bean that no property names has that of {@code fastmigrate}. */
    public static CheckedDatabaseProperties checked(Environment environment, String name) {
        return DatabaseNames.named(environment).contains(name)
                ? database(environment, name)
                : inheriting(Binder.get(environment), new CheckedDatabaseProperties());
    }

    /** Reads {@code fastmigrate.tenants}, with what it inherits from {@code fastmigrate}. */
    public static TenantProperties tenants(Environment environment) {
        Binder binder = Binder.get(environment);
        TenantProperties tenants = inheriting(binder, new TenantProperties());
        binder.bind(TENANTS, Bindable.ofInstance(tenants));
        return tenants;
    }

    /** Reads {@code fastmigrate.migrations} alone, where other properties must not be looked at yet. */
    public static List<String> migrations(Environment environment) {
        return Binder.get(environment)
                .bind(PREFIX + ".migrations", Bindable.listOf(String.class))
                .orElseGet(() -> new DatabaseProperties().getMigrations());
    }

    /** Where and as whom belong to one database alone: a password must never reach another one's server. */
    private static <T extends DatabaseProperties> T inheriting(Binder binder, T heir) {
        binder.bind(PREFIX, Bindable.<DatabaseProperties>ofInstance(heir));
        heir.setDb(null);
        heir.setUsername(null);
        heir.setPassword(null);
        return heir;
    }

    /** Tells whether {@code db} names a database; an empty text names none. */
    public static boolean namesDatabase(DatabaseProperties properties) {
        return StringUtils.hasText(properties.getDb());
    }

    /** Returns the whole name of a property of a database, for messages. */
    static String property(String database, String name) {
        return prefix(database) + "." + name;
    }

    private static String prefix(String database) {
        return switch (database) {
            case FastMigrateDatabase.DEFAULT -> PREFIX;
            case FastMigrateDatabase.TENANTS -> TENANTS;
            default -> DATABASES + "." + database;
        };
    }
}

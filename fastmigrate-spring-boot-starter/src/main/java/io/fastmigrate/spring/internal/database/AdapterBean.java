package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateDatabase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The adapter bean of one database. What {@code db} means is its business: the text is handed over as it is.
 *
 * @param name the bean's
 */
public record AdapterBean(String name, Function<String, FastMigrateBuilder> builder) {

    /**
     * Returns the one that belongs to the database; null where there is none.
     *
     * @throws InvalidSettingException if there are several
     */
    static @Nullable AdapterBean of(DatabaseBeans beans, String database) {
        Map<String, AdapterBean> found = new LinkedHashMap<>();
        beans.byName(DatabaseAdapter.class)
                .forEach((name, adapter) ->
                        found.put(name, new AdapterBean(name, db -> FastMigrate.adapter(adapter, db))));
        beans.byName(AsyncDatabaseAdapter.class)
                .forEach((name, adapter) ->
                        found.put(name, new AdapterBean(name, db -> FastMigrate.adapter(adapter, db))));
        if (found.size() > 1) {
            throw InvalidSettingException.of(
                    "There are several adapters for the database " + database + ": " + String.join(", ", found.keySet())
                            + ".",
                    "Keep one of these beans, or assign each to its own database with @FastMigrateDatabase.");
        }
        return found.values().stream().findFirst().orElse(null);
    }

    /** Tells whether a bean of the application is the adapter of {@code fastmigrate.db}; makes no bean. */
    public static boolean isForDefault(ListableBeanFactory beans) {
        return isFor(beans, FastMigrateDatabase.DEFAULT);
    }

    /** Tells whether a bean of the application is the adapter of a database; makes no bean. */
    public static boolean isFor(ListableBeanFactory beans, String database) {
        for (Class<?> type : new Class<?>[] {DatabaseAdapter.class, AsyncDatabaseAdapter.class}) {
            for (String name : beans.getBeanNamesForType(type, true, false)) {
                FastMigrateDatabase tie = beans.findAnnotationOnBean(name, FastMigrateDatabase.class, false);
                if (tie == null || Arrays.asList(tie.value()).contains(database)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns a builder of the database that the properties name. */
    FastMigrateBuilder start(@Nullable String db, DatabaseProperties properties, String database) {
        String property = BoundProperties.property(database, "db");
        if (db == null || !BoundProperties.namesDatabase(properties)) {
            throw InvalidSettingException.of(
                    "The adapter " + name + " has no database: " + property + " is not set.",
                    "Set " + property + " to the text that the adapter's getConnection expects.");
        }
        if (MigrationUser.of(database, properties) != null) {
            throw InvalidSettingException.of(
                    "There is a username for the database, but the adapter " + name + " connects by itself.",
                    "Remove username and password, and give them to the adapter.");
        }
        return builder.apply(db);
    }
}

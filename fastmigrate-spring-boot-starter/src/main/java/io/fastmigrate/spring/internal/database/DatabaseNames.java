package io.fastmigrate.spring.internal.database;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.TenantDatabases;
import io.fastmigrate.spring.TenantMigrations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** Which databases the properties describe. */
public final class DatabaseNames {

    private static final String DATABASES = BoundProperties.PREFIX + ".databases";

    private DatabaseNames() {}

    /** Returns the names below {@code fastmigrate.databases} that are enabled, in the order of their migration. */
    public static List<String> named(Environment environment) {
        return named(environment, false);
    }

    /** Returns those names, or also the names that are not enabled. */
    public static List<String> named(Environment environment, boolean alsoDisabled) {
        Map<String, FastMigrateProperties.NamedDatabase> found = new TreeMap<>(bound(environment));
        for (String taken : List.of(FastMigrateDatabase.DEFAULT, FastMigrateDatabase.TENANTS)) {
            if (found.containsKey(taken)) {
                throw InvalidSettingException.of(
                        "No database below " + DATABASES + " can have the name " + taken + ": it means another one.",
                        "Give it another name.");
            }
        }
        refuseTwoSpellings(found.keySet());
        return found.entrySet().stream()
                .filter(entry -> alsoDisabled || entry.getValue().isEnabled())
                .sorted(Comparator.comparingInt(entry -> entry.getValue().getOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Spring Boot takes both for one name, where a name is not the key of a map. */
    private static void refuseTwoSpellings(Set<String> names) {
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String other = seen.put(name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw InvalidSettingException.of(
                        DATABASES + "." + other + " and " + DATABASES + "." + name + " are two spellings of one name.",
                        "Keep one of them. An environment variable, such as FASTMIGRATE_DATABASES_MYDB_DB, can only mean a name"
                                + " in lower case without hyphens, such as mydb.");
            }
        }
    }

    /** Tells whether {@code fastmigrate.db} names one. Looks at a value of any type: one that is no text is refused by the binding, with a better message. */
    public static boolean isDefaultNamed(PropertyResolver environment) {
        Object db = environment.getProperty("fastmigrate.db", Object.class);
        return db != null && StringUtils.hasText(db.toString());
    }

    /** Tells whether {@code fastmigrate.*} itself describes a database, and not only what others inherit. */
    public static boolean hasDefault(Environment environment, ListableBeanFactory beans) {
        return isDefaultNamed(environment) || !hasOthers(environment, beans);
    }

    /** Tells whether properties or beans name any database but the application's own. */
    public static boolean hasOthers(Environment environment, ListableBeanFactory beans) {
        return hasOthers(environment) || beans.getBeanNamesForType(TenantDatabases.class, true, false).length > 0;
    }

    /** Tells whether properties name any database but the application's own. */
    public static boolean hasOthers(Environment environment) {
        return !bound(environment).isEmpty() || hasTenants(environment);
    }

    private static boolean hasTenants(Environment environment) {
        return StringUtils.hasText(environment.getProperty("fastmigrate.tenants.db"))
                || StringUtils.hasText(environment.getProperty("fastmigrate.tenants.schemas"));
    }

    /** Returns all names that a bean can be tied to. */
    static List<String> all(Environment environment, ListableBeanFactory beans) {
        List<String> names = new ArrayList<>();
        if (beans.containsBean(FastMigrateDatabase.DEFAULT)) {
            names.add(FastMigrateDatabase.DEFAULT);
        }
        names.addAll(named(environment));
        if (beans.getBeanNamesForType(TenantMigrations.class, true, false).length > 0) {
            names.add(FastMigrateDatabase.TENANTS);
        }
        return names;
    }

    private static Map<String, FastMigrateProperties.NamedDatabase> bound(Environment environment) {
        return Binder.get(environment)
                .bind(DATABASES, Bindable.mapOf(String.class, FastMigrateProperties.NamedDatabase.class))
                .orElse(Map.of());
    }
}

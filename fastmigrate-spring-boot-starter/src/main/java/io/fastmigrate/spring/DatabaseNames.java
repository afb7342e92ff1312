package io.fastmigrate.spring;

import io.fastmigrate.model.InvalidSettingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Which databases the properties describe. */
final class DatabaseNames {

    private static final String DATABASES = FastMigrateProperties.PREFIX + ".databases";

    private DatabaseNames() {}

    /** Returns the names below {@code fastmigrate.databases} that are enabled, in the order of their migration. */
    static List<String> named(Environment environment) {
        Map<String, FastMigrateProperties.NamedDatabase> found = new TreeMap<>(bound(environment));
        if (found.containsKey(FastMigrateDatabase.DEFAULT)) {
            throw new InvalidSettingException(
                    "No database below " + DATABASES + " can have the name " + FastMigrateDatabase.DEFAULT
                            + ": it is that of fastmigrate.db.",
                    "Give it another name, or move its properties up to fastmigrate.*.");
        }
        return found.entrySet().stream()
                .filter(entry -> entry.getValue().isEnabled())
                .sorted(Comparator.comparingInt(entry -> entry.getValue().getOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Tells whether {@code fastmigrate.*} itself describes a database, and not only what others inherit. */
    static boolean hasDefault(Environment environment) {
        return OnDatabaseNamed.isNamed(environment)
                || bound(environment).values().stream().noneMatch(database -> true);
    }

    /** Returns all names that a bean can be tied to. */
    static List<String> all(Environment environment) {
        List<String> names = new ArrayList<>();
        if (hasDefault(environment)) {
            names.add(FastMigrateDatabase.DEFAULT);
        }
        names.addAll(named(environment));
        return names;
    }

    private static Map<String, FastMigrateProperties.NamedDatabase> bound(Environment environment) {
        return Binder.get(environment)
                .bind(DATABASES, Bindable.mapOf(String.class, FastMigrateProperties.NamedDatabase.class))
                .orElse(Map.of());
    }
}

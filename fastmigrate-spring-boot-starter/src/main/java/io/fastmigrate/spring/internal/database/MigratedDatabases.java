package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.OrderedBeans;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * The databases of this context by their names, in the order in which they are migrated: first the {@link FastMigrate}
 * beans that have their own bean's name, in the order of the beans, then those of {@code fastmigrate.databases}. A parent
 * context migrates its own.
 */
public final class MigratedDatabases {

    private final Map<String, FastMigrate> own;
    private final Map<String, FastMigrate> byName;

    private MigratedDatabases(Map<String, FastMigrate> own, Map<String, FastMigrate> ofParent) {
        this.own = Collections.unmodifiableMap(own);
        Map<String, FastMigrate> all = new LinkedHashMap<>(ofParent);
        all.putAll(own);
        this.byName = Collections.unmodifiableMap(all);
    }

    public static MigratedDatabases of(ListableBeanFactory beans, Environment environment) {
        if (!Switches.isEnabled(environment)) {
            return new MigratedDatabases(Map.of(), ofParent(beans));
        }
        new DataSourceChoice(beans, environment).refuseUnknownMarks(known(beans, environment));
        Map<String, FastMigrate> named = new LinkedHashMap<>();
        List<String> beanNames = new ArrayList<>(List.of(beans.getBeanNamesForType(FastMigrate.class)));
        List<String> enabled = DatabaseNames.named(environment);
        for (String name : DatabaseNames.named(environment, true)) {
            boolean ours = beanNames.remove(NamedBeans.beanName(name));
            boolean there = ours || (enabled.contains(name) && beanNames.remove(NamedBeans.ownBeanName(name)));
            if (there && enabled.contains(name)) {
                named.put(
                        name,
                        beans.getBean(
                                ours ? NamedBeans.beanName(name) : NamedBeans.ownBeanName(name), FastMigrate.class));
            }
        }
        Map<String, FastMigrate> byName = new LinkedHashMap<>();
        OrderedBeans.of(beans, FastMigrate.class, beanNames).forEach(byName::put);
        byName.putAll(named);
        refuseTwins(byName, environment);
        return new MigratedDatabases(byName, ofParent(beans));
    }

    private static List<String> known(ListableBeanFactory beans, Environment environment) {
        List<String> known = new ArrayList<>(DatabaseNames.named(environment, true));
        if (DatabaseNames.hasDefault(environment, beans) || known.isEmpty()) {
            known.add(0, FastMigrateDatabase.DEFAULT);
        }
        return known;
    }

    private static Map<String, FastMigrate> ofParent(ListableBeanFactory beans) {
        BeanFactory parent = beans instanceof HierarchicalBeanFactory child ? child.getParentBeanFactory() : null;
        MigratedDatabases databases = parent == null
                ? null
                : parent.getBeanProvider(MigratedDatabases.class).getIfAvailable();
        return databases == null ? Map.of() : databases.byName();
    }

    /** Scripts of two places for one database would both count on its one version. */
    private static void refuseTwins(Map<String, FastMigrate> byName, Environment environment) {
        Map<String, String> seen = new HashMap<>();
        byName.forEach((name, database) -> {
            String other = isByProperty(name, environment) ? seen.put(normal(database.databaseName()), name) : null;
            if (other != null) {
                throw InvalidSettingException.of(
                        "The databases " + other + " and " + name + " are one and the same: " + database.databaseName(),
                        "Give each its own db. One database has one version, and so one location of scripts.");
            }
        });
    }

    private static String normal(String pathOrUrl) {
        try {
            return Path.of(pathOrUrl).normalize().toString();
        } catch (InvalidPathException url) {
            return pathOrUrl;
        }
    }

    private static boolean isByProperty(String name, Environment environment) {
        return name.equals(FastMigrateDatabase.DEFAULT)
                ? DatabaseNames.isDefaultNamed(environment)
                : BoundProperties.namesDatabase(BoundProperties.database(environment, name));
    }

    /** Returns what the database of a bean is called: by its property, else as the bean. */
    public static String databaseOf(String beanName, Environment environment) {
        return DatabaseNames.named(environment).stream()
                .filter(name -> NamedBeans.beanName(name).equals(beanName)
                        || NamedBeans.ownBeanName(name).equals(beanName))
                .findFirst()
                .orElse(beanName);
    }

    /** Returns the databases that this context migrates, in that order. */
    public Map<String, FastMigrate> own() {
        return own;
    }

    /** Returns the databases of this context and of its parents, in the order in which they are migrated. */
    public Map<String, FastMigrate> byName() {
        return byName;
    }
}

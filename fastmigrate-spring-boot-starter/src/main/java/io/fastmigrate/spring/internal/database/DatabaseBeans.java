package io.fastmigrate.spring.internal.database;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.FastMigrateConnectionDetails;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.OrderedBeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/** The beans that belong to one database, by {@link FastMigrateDatabase} or because they name none. */
final class DatabaseBeans {

    /** What cannot be meant for all databases, and how it is called. */
    private static final Map<Class<?>, String> OF_ONE_DATABASE = Map.of(
            JavaMigration.class, "Java migration",
            DatabaseAdapter.class, "adapter",
            AsyncDatabaseAdapter.class, "adapter",
            FastMigrateConnectionDetails.class, "bean of connection details");

    private final ListableBeanFactory factory;
    private final String database;
    private final List<String> databases;

    DatabaseBeans(ListableBeanFactory factory, Environment environment, String database) {
        this.factory = factory;
        this.database = database;
        this.databases = DatabaseNames.all(environment, factory);
    }

    /** Returns the beans of a type, in order. */
    <T> List<T> of(Class<T> type) {
        return List.copyOf(byName(type).values());
    }

    /** Returns the beans of a type by their names, in order. */
    <T> Map<String, T> byName(Class<T> type) {
        List<String> names = new ArrayList<>();
        for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, type)) {
            FastMigrateDatabase tie = factory.findAnnotationOnBean(name, FastMigrateDatabase.class);
            if (tie == null ? belongsToAll(name, type) : isTied(name, tie)) {
                names.add(name);
            }
        }
        return OrderedBeans.of(factory, type, names);
    }

    private boolean belongsToAll(String bean, Class<?> type) {
        String kind = OF_ONE_DATABASE.get(type);
        if (kind != null && databases.size() > 1) {
            throw InvalidSettingException.of(
                    "The " + kind + " " + bean + " does not say which of the databases it is for: "
                            + String.join(", ", databases) + ".",
                    "Annotate it with @FastMigrateDatabase and their names.");
        }
        return true;
    }

    private boolean isTied(String bean, FastMigrateDatabase tie) {
        List<String> names = Arrays.asList(tie.value());
        for (String name : names) {
            if (!databases.contains(name)) {
                throw InvalidSettingException.of(
                        "The bean " + bean + " is assigned to the database " + name + ", which does not exist."
                                + " Existing databases: "
                                + String.join(", ", databases) + ".",
                        "Correct the name in @FastMigrateDatabase, or add fastmigrate.databases." + name + ".");
            }
        }
        return names.contains(database);
    }
}

package io.fastmigrate.spring;

import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.JavaMigration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/** The beans that belong to one database, by {@link FastMigrateDatabase} or because they name none. */
final class DatabaseBeans {

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
        List<String> names = new ArrayList<>();
        for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, type)) {
            FastMigrateDatabase tie = factory.findAnnotationOnBean(name, FastMigrateDatabase.class);
            if (tie == null ? belongsToAll(name, type) : isTied(name, tie)) {
                names.add(name);
            }
        }
        return List.copyOf(OrderedBeans.of(factory, type, names).values());
    }

    private boolean belongsToAll(String bean, Class<?> type) {
        if (type == JavaMigration.class && databases.size() > 1) {
            throw new InvalidSettingException(
                    "The Java migration " + bean + " does not say which of the databases it is for: "
                            + String.join(", ", databases) + ".",
                    "Annotate it with @FastMigrateDatabase and the names of those.");
        }
        return true;
    }

    private boolean isTied(String bean, FastMigrateDatabase tie) {
        List<String> names = Arrays.asList(tie.value());
        for (String name : names) {
            if (!databases.contains(name)) {
                throw new InvalidSettingException(
                        "The bean " + bean + " is tied to the database " + name + ", which is not there. There is: "
                                + String.join(", ", databases) + ".",
                        "Correct the name in @FastMigrateDatabase, or add fastmigrate.databases." + name + ".");
            }
        }
        return names.contains(database);
    }
}

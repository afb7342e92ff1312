package io.fastmigrate.spring.internal.database;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.FastMigrateDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/** Chooses among the application's {@code DataSource} beans the one that a database without {@code db} means. */
public final class DataSourceChoice {

    private final ListableBeanFactory factory;
    private final Environment environment;
    private final Map<String, @Nullable String> markOfBean = new LinkedHashMap<>();

    public DataSourceChoice(ListableBeanFactory factory, Environment environment) {
        this.factory = factory;
        this.environment = environment;
        for (String bean :
                BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, DataSource.class, true, false)) {
            FastMigrateDataSource mark = factory.findAnnotationOnBean(bean, FastMigrateDataSource.class, false);
            if (!NamedBeans.isDataSourceName(bean)) {
                markOfBean.put(bean, mark == null ? null : mark.value());
            }
        }
    }

    /** Returns connections of the user who migrates, where the properties name one. */
    DataSource of(String database, DatabaseProperties properties) {
        DataSource chosen = of(database);
        MigrationUser user = MigrationUser.of(database, properties);
        return user == null ? chosen : user.on(chosen);
    }

    /** Tells whether the application has a DataSource at all that could be meant. */
    boolean isPossible() {
        return !markedFor(null).isEmpty()
                || !markedFor(FastMigrateDatabase.DEFAULT).isEmpty();
    }

    DataSource of(String database) {
        List<String> marked = markedFor(database);
        if (marked.size() > 1) {
            throw InvalidSettingException.of(
                    "Several DataSource beans are marked for the database " + database + ": " + list(marked) + ".",
                    "Keep @FastMigrateDataSource on one of them.");
        }
        return marked.isEmpty() ? unmarked(database) : factory.getBean(marked.get(0), DataSource.class);
    }

    private DataSource unmarked(String database) {
        refuseToShare(database);
        List<String> candidates = markedFor(null);
        if (candidates.size() > 1) {
            DataSource unique = factory.getBeanProvider(DataSource.class).getIfUnique();
            if (unique != null && markOf(unique) == null) {
                return unique;
            }
        }
        if (candidates.size() == 1) {
            return factory.getBean(candidates.get(0), DataSource.class);
        }
        if (candidates.isEmpty()) {
            throw noDatabase();
        }
        throw InvalidSettingException.of(
                "There are several DataSource beans, and it is not clear which of them to migrate as " + database + ": "
                        + list(candidates) + ".",
                "Mark one with @FastMigrateDataSource" + argument(database)
                        + " or @Primary, set db, or declare a FastMigrate bean.");
    }

    /** One unmarked DataSource cannot be two databases. */
    private void refuseToShare(String database) {
        List<String> without = DatabaseNames.named(environment).stream()
                .filter(name -> !BoundProperties.namesDatabase(BoundProperties.database(environment, name)))
                .filter(name -> markedFor(name).isEmpty())
                .toList();
        if (without.size() > 1 && without.contains(database)) {
            throw InvalidSettingException.of(
                    "These databases have neither db nor a DataSource: " + list(without) + ".",
                    "Give each its db, or mark its DataSource with @FastMigrateDataSource(\"<name>\").");
        }
    }

    /**
     * Refuses a mark for a database that is not there, which would leave the one that was meant to another DataSource.
     *
     * @param databases the names of all there are
     */
    void refuseUnknownMarks(List<String> databases) {
        markOfBean.forEach((bean, mark) -> {
            if (mark != null && !databases.contains(mark)) {
                throw InvalidSettingException.of(
                        "The DataSource bean " + bean + " is marked for the database " + mark
                                + ", which does not exist. Existing databases: " + list(databases) + ".",
                        "Correct the name in @FastMigrateDataSource, or add fastmigrate.databases." + mark + ".");
            }
        });
    }

    public List<String> markedFor(@Nullable String database) {
        List<String> beans = new ArrayList<>();
        markOfBean.forEach((bean, mark) -> {
            if (Objects.equals(mark, database)) {
                beans.add(bean);
            }
        });
        return beans;
    }

    private @Nullable String markOf(DataSource dataSource) {
        return markOfBean.entrySet().stream()
                .filter(entry -> entry.getValue() != null && factory.getBean(entry.getKey()) == dataSource)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    public static InvalidSettingException noDatabase() {
        return InvalidSettingException.of(
                "There is no database to migrate: fastmigrate.db is not set, and the application has no DataSource.",
                "Set fastmigrate.db to the path of a SQLite file, such as data/app.db, or spring.datasource.url to a"
                        + " jdbc:sqlite: URL. Set fastmigrate.enabled to false to migrate nothing.");
    }

    private static String argument(String database) {
        return database.equals(FastMigrateDatabase.DEFAULT) ? "" : "(\"" + database + "\")";
    }

    private static String list(List<String> names) {
        return String.join(", ", names);
    }
}

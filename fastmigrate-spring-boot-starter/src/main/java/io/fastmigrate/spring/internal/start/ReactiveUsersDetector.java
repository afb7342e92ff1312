package io.fastmigrate.spring.internal.start;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitializationDetector;
import org.springframework.util.ClassUtils;

/** Tells Spring Boot which beans use a database by R2DBC, and so wait for the migration. It knows those of JDBC alone. */
class ReactiveUsersDetector implements DependsOnDatabaseInitializationDetector {

    private static final List<String> USERS = List.of(
            "org.springframework.r2dbc.core.DatabaseClient",
            "org.springframework.data.r2dbc.core.R2dbcEntityOperations");

    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beans) {
        ClassLoader loader = beans.getBeanClassLoader();
        Set<String> names = new HashSet<>();
        for (String user : USERS) {
            if (ClassUtils.isPresent(user, loader)) {
                Class<?> type = ClassUtils.resolveClassName(user, loader);
                for (String name : beans.getBeanNamesForType(type, true, false)) {
                    names.add(BeanFactoryUtils.transformedBeanName(name));
                }
            }
        }
        return names;
    }
}

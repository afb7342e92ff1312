package io.fastmigrate.spring;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Tells Spring Boot what every bean that uses a database has to wait for. Its order, 0, puts it before Boot's
 * {@code schema.sql} and {@code data.sql}.
 */
class FastMigrateInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(FastMigrateInitializer.class);
    }
}

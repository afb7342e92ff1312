package io.fastmigrate.spring.internal.start;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Tells Spring Boot what every bean that uses a database has to wait for. Its order, 0, puts it before Boot's
 * {@code schema.sql} and {@code data.sql}.
 */
class FastMigrateInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    private static final String ENTITY_MANAGER_FACTORY = "jakarta.persistence.EntityManagerFactory";

    private final Environment environment;

    FastMigrateInitializerDetector(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(FastMigrateInitializer.class);
    }

    /**
     * With {@code spring.jpa.defer-datasource-initialization} Spring Boot lets all initializers wait for JPA. What JPA
     * itself waits for must not be among them; it stays before all of them, since JPA waits for it.
     */
    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beans) {
        Set<String> initializers = super.detect(beans);
        Set<String> factories = isDeferred() ? entityManagerFactories(beans) : Set.of();
        if (factories.isEmpty()) {
            return initializers;
        }
        for (String name : factories) {
            if (beans.containsBeanDefinition(name)) {
                BeanDefinition factory = beans.getBeanDefinition(name);
                for (String initializer : initializers) {
                    factory.setDependsOn(StringUtils.addStringToArray(factory.getDependsOn(), initializer));
                }
            }
        }
        return Set.of();
    }

    private boolean isDeferred() {
        return environment.getProperty("spring.jpa.defer-datasource-initialization", Boolean.class, false);
    }

    private static Set<String> entityManagerFactories(ConfigurableListableBeanFactory beans) {
        ClassLoader loader = beans.getBeanClassLoader();
        if (!ClassUtils.isPresent(ENTITY_MANAGER_FACTORY, loader)) {
            return Set.of();
        }
        Class<?> type = ClassUtils.resolveClassName(ENTITY_MANAGER_FACTORY, loader);
        return Arrays.stream(beans.getBeanNamesForType(type, true, false))
                .map(BeanFactoryUtils::transformedBeanName)
                .collect(Collectors.toUnmodifiableSet());
    }
}

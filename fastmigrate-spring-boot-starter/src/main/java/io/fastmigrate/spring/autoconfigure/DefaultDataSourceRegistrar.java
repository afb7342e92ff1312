package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.JdbcTarget;
import io.fastmigrate.spring.internal.SpringBootNames;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Takes Spring Boot's {@code DataSource} away where it could only fail: no property or bean says where it leads, no
 * embedded database is on the class path, and all databases of the application are named ones or tenants'.
 */
class DefaultDataSourceRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String DATA_SOURCE = "dataSource";
    private static final List<String> BOOTS =
            List.of("org.springframework.boot.jdbc.autoconfigure.", "org.springframework.boot.autoconfigure.jdbc.");

    /** Configurations of Spring Boot's that were found beside its {@code DataSource}, and cannot be made without it. */
    private static final List<String> ITS_USERS =
            List.of("DataSourceJmxConfiguration$", "DataSourceCheckpointRestoreConfiguration$");

    private static final String EMBEDDED = "org.springframework.boot.jdbc.EmbeddedDatabaseConnection";

    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;

    DefaultDataSourceRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = (ConfigurableListableBeanFactory) beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (isBoots(registry) && isConfiguredNowhere() && areAllElsewhere()) {
            registry.removeBeanDefinition(DATA_SOURCE);
            for (String name : registry.getBeanDefinitionNames()) {
                if (ITS_USERS.stream().anyMatch(users -> isBoots(registry, name, users))) {
                    registry.removeBeanDefinition(name);
                }
            }
        }
    }

    private static boolean isBoots(BeanDefinitionRegistry registry) {
        return registry.containsBeanDefinition(DATA_SOURCE) && isBoots(registry, DATA_SOURCE, "");
    }

    private static boolean isBoots(BeanDefinitionRegistry registry, String bean, String configurations) {
        String factory = String.valueOf(registry.getBeanDefinition(bean).getFactoryBeanName());
        String type = String.valueOf(registry.getBeanDefinition(bean).getBeanClassName());
        return BOOTS.stream()
                .map(boots -> boots + configurations)
                .anyMatch(boots -> factory.startsWith(boots) || type.startsWith(boots));
    }

    private boolean isConfiguredNowhere() {
        return OnNoDataSourceConfigured.isNowhere(environment)
                && !DatabaseNames.isDefaultNamed(environment)
                && !hasDetailsFromElsewhere()
                && !isEmbeddedPossible();
    }

    private boolean hasDetailsFromElsewhere() {
        for (String type : List.of(SpringBootNames.CONNECTION_DETAILS, SpringBootNames.CONNECTION_DETAILS_3)) {
            if (!ClassUtils.isPresent(type, beans.getBeanClassLoader())) {
                continue;
            }
            Class<?> details = ClassUtils.resolveClassName(type, beans.getBeanClassLoader());
            for (String name : beans.getBeanNamesForType(details, true, false)) {
                if (JdbcTarget.isFromElsewhere(name, beans.getType(name, false))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isEmbeddedPossible() {
        ClassLoader loader = beans.getBeanClassLoader();
        return ClassUtils.isPresent(EMBEDDED, loader)
                && EmbeddedDatabaseConnection.get(loader) != EmbeddedDatabaseConnection.NONE;
    }

    /** One that is named and has no {@code db} means the application's own. */
    private boolean areAllElsewhere() {
        return DatabaseNames.hasOthers(environment, beans)
                && DatabaseNames.named(environment, true).stream()
                        .allMatch(name -> BoundProperties.namesDatabase(BoundProperties.database(environment, name)));
    }
}

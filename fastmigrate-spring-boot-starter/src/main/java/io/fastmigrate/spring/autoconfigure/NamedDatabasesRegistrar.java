package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.internal.AheadOfTime;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import io.fastmigrate.spring.internal.database.FastMigrateFactory;
import io.fastmigrate.spring.internal.database.NamedBeans;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a {@link FastMigrate} for each database below {@code fastmigrate.databases}, unless there is a bean of that
 * name, here or in a parent.
 */
class NamedDatabasesRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;
    private final BeanFactory beans;

    NamedDatabasesRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : DatabaseNames.named(environment, AheadOfTime.isProcessing())) {
            if (!beans.containsBean(NamedBeans.beanName(name)) && !beans.containsBean(NamedBeans.ownBeanName(name))) {
                registry.registerBeanDefinition(
                        NamedBeans.beanName(name), NamedBeans.definition(FastMigrateFactory.class, name));
                registry.registerAlias(NamedBeans.beanName(name), NamedBeans.ownBeanName(name));
            }
        }
    }
}

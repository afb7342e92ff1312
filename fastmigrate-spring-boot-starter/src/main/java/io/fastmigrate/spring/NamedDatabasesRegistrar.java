package io.fastmigrate.spring;

import io.fastmigrate.FastMigrate;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a {@link FastMigrate} for each database below {@code fastmigrate.databases}, unless there is a bean of that
 * name, here or in a parent.
 */
class NamedDatabasesRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String SUFFIX = "FastMigrate";

    private final Environment environment;
    private final BeanFactory beans;

    NamedDatabasesRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    static String beanName(String database) {
        return database + SUFFIX;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : DatabaseNames.named(environment)) {
            if (!beans.containsBean(beanName(name))) {
                registry.registerBeanDefinition(beanName(name), definition(name));
            }
        }
    }

    /** Names a method and its argument, which can be written down as code ahead of time; a lambda could not. */
    private static RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition(FastMigrateFactory.class);
        definition.setFactoryMethodName("named");
        definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        return definition;
    }
}

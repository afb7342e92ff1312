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

    private static final String PREFIX = "fastMigrate.";
    private static final String OWN_SUFFIX = "FastMigrate";
    private static final String DATA_SOURCE_SUFFIX = ".dataSource";

    private final Environment environment;
    private final BeanFactory beans;

    NamedDatabasesRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    /** Returns the name of the bean that is made for a database. */
    static String beanName(String database) {
        return PREFIX + database;
    }

    /** Returns the name of the bean that an application declares to have its own for a database. */
    static String ownBeanName(String database) {
        return database + OWN_SUFFIX;
    }

    static String dataSourceName(String database) {
        return beanName(database) + DATA_SOURCE_SUFFIX;
    }

    static boolean isDataSourceName(String bean) {
        return bean.startsWith(PREFIX) && bean.endsWith(DATA_SOURCE_SUFFIX);
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : DatabaseNames.named(environment, AheadOfTime.isProcessing())) {
            if (!beans.containsBean(beanName(name)) && !beans.containsBean(ownBeanName(name))) {
                registry.registerBeanDefinition(beanName(name), definition(FastMigrateFactory.class, name));
                registry.registerAlias(beanName(name), ownBeanName(name));
            }
        }
    }

    /** Names a method and its argument, which can be written down as code ahead of time; a lambda could not. */
    static RootBeanDefinition definition(Class<?> factory, String name) {
        RootBeanDefinition definition = new RootBeanDefinition(factory);
        definition.setFactoryMethodName("named");
        definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setLazyInit(true);
        return definition;
    }
}

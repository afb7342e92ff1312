package io.fastmigrate.spring.internal.database;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** The beans of a database below {@code fastmigrate.databases}: their names, and how they are made. */
public final class NamedBeans {

    private static final String PREFIX = "fastMigrate.";
    private static final String OWN_SUFFIX = "FastMigrate";
    private static final String DATA_SOURCE_SUFFIX = ".dataSource";

    private NamedBeans() {}

    /** Returns the name of the bean that is made for a database. */
    public static String beanName(String database) {
        return PREFIX + database;
    }

    /** Returns the name of the bean that an application declares to have its own for a database. */
    public static String ownBeanName(String database) {
        return database + OWN_SUFFIX;
    }

    public static String dataSourceName(String database) {
        return beanName(database) + DATA_SOURCE_SUFFIX;
    }

    static boolean isDataSourceName(String bean) {
        return bean.startsWith(PREFIX) && bean.endsWith(DATA_SOURCE_SUFFIX);
    }

    /** Names a method and its argument, which can be written down as code ahead of time; a lambda could not. */
    public static RootBeanDefinition definition(Class<?> factory, String name) {
        RootBeanDefinition definition = new RootBeanDefinition(factory);
        definition.setFactoryMethodName("named");
        definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setLazyInit(true);
        return definition;
    }
}

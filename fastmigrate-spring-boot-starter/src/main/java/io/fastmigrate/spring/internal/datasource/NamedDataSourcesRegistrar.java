package io.fastmigrate.spring.internal.datasource;

import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.internal.SqliteText;
import io.fastmigrate.spring.internal.database.AdapterBean;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.DataSourceChoice;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import io.fastmigrate.spring.internal.database.NamedBeans;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a {@link DataSource} for each database below {@code fastmigrate.databases} that has a {@code db}, unless the
 * application marks another one. Only who names the database gets it.
 */
public class NamedDataSourcesRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;

    NamedDataSourcesRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = (ConfigurableListableBeanFactory) beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : DatabaseNames.named(environment, true)) {
            String beanName = NamedBeans.dataSourceName(name);
            if (isConnectable(name) && !hasOwn(name) && !beans.containsBean(beanName)) {
                RootBeanDefinition definition = NamedBeans.definition(NamedDataSources.class, name);
                definition.addQualifier(new AutowireCandidateQualifier(FastMigrateDataSource.class, name));
                definition.setDefaultCandidate(false);
                definition.setTargetType(DataSource.class);
                registry.registerBeanDefinition(beanName, definition);
            }
        }
    }

    private boolean isConnectable(String name) {
        DatabaseProperties properties = BoundProperties.database(environment, name);
        String db = properties.getDb();
        return db != null
                && BoundProperties.namesDatabase(properties)
                && !AdapterBean.isFor(beans, name)
                && SqliteText.isForJdbc(db, properties.getMigrations(), beans.getBeanClassLoader());
    }

    private boolean hasOwn(String name) {
        return !new DataSourceChoice(beans, environment).markedFor(name).isEmpty();
    }
}

package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.internal.database.MigratedDatabases;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/** Lets log and {@link RunStates} follow every {@link FastMigrate} bean, whoever made it and whoever migrates with it. */
public final class TrackedDatabases implements BeanPostProcessor {

    private final ObjectProvider<RunStates> states;

    private final Environment environment;

    public TrackedDatabases(ObjectProvider<RunStates> states, Environment environment) {
        this.states = states;
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof FastMigrate database)) {
            return bean;
        }
        String name = MigratedDatabases.databaseOf(beanName, environment);
        return database.withListener(new MigrationLog(name, database.databaseName()))
                .withListener(states.getObject().own(name));
    }
}

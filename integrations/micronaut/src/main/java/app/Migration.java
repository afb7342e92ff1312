package app;

import io.fastmigrate.FastMigrate;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Migrates each database when its pool was made, before any other bean gets the pool. */
@Singleton
@Requires(property = "migrations.enabled", notEquals = "false")
class Migration implements BeanCreatedEventListener<DataSource> {

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        DataSource dataSource = event.getBean();
        FastMigrate fastMigrate =
                FastMigrate.dataSource(dataSource).migrations("classpath:migrations").build();
        fastMigrate.create();
        fastMigrate.migrate();
        return dataSource;
    }
}

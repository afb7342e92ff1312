package app;

import io.fastmigrate.FastMigrate;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import javax.sql.DataSource;

/** Migrates when the application starts, before every observer with a higher number, and before the first request. */
@ApplicationScoped
class Migration {

    void migrate(@Observes @Priority(1) StartupEvent event, DataSource dataSource) {
        FastMigrate fastMigrate =
                FastMigrate.dataSource(dataSource).migrations("classpath:migrations").build();
        fastMigrate.create();
        fastMigrate.migrate();
    }
}

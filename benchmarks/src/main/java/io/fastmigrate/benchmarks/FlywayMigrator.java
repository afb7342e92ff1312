package io.fastmigrate.benchmarks;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** Flyway with its defaults. */
record FlywayMigrator(Flyway flyway) implements Migrator {

    FlywayMigrator(Path database, Path scripts) {
        this(Flyway.configure()
                .dataSource("jdbc:sqlite:" + database, null, null)
                .locations("filesystem:" + scripts)
                .load());
    }

    @Override
    public void migrate() {
        flyway.migrate();
    }
}

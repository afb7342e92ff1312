package io.fastmigrate.benchmarks;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Policy;
import java.nio.file.Path;

/** This project, called from Java. */
record FastMigrateMigrator(FastMigrate fastMigrate) implements Migrator {

    static Migrator checking(Path database, Path scripts) {
        return new FastMigrateMigrator(
                FastMigrate.sqlite(database).migrations(scripts).build());
    }

    static Migrator unchecked(Path database, Path scripts) {
        return new FastMigrateMigrator(FastMigrate.sqlite(database)
                .migrations(scripts)
                .changedScripts(Policy.IGNORE)
                .lateScripts(Policy.IGNORE)
                .build());
    }

    @Override
    public void migrate() {
        fastMigrate.migrate();
    }

    @Override
    public void backUp() {
        fastMigrate.backUp();
    }
}

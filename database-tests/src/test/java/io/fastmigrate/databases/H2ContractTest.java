package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;

class H2ContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        String url = "jdbc:h2:file:" + place;
        return new JdbcDatabase(
                        () -> FastMigrate.database(url).backupDirectory(place.resolveSibling("backups")),
                        () -> DriverManager.getConnection(url))
                .without(Capability.ATOMIC_SCRIPTS, Capability.RESTORE);
    }
}

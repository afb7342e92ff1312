package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.adapter.Capability;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;

class DuckDbContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        String url = "jdbc:duckdb:" + place;
        return new JdbcDatabase(
                        () -> FastMigrate.database(url).backupDirectory(place.resolveSibling("backups")),
                        () -> DriverManager.getConnection(url))
                .without(Capability.RESTORE, Capability.ENROLL);
    }
}

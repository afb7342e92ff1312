package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** With the programs of the same version: what pg_dump makes possible. */
class PostgresToolsContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) throws SQLException {
        DebianPostgres.require();
        String url = DebianPostgres.url(DebianPostgres.newDatabase());
        return new JdbcDatabase(
                        () -> FastMigrate.database(url).backupDirectory(place), () -> DriverManager.getConnection(url))
                .without(Capability.CREATE, Capability.RESTORE);
    }
}

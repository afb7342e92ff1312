package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Without its programs. */
class PostgresContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) throws SQLException {
        String url = Servers.postgres();
        return new JdbcDatabase(
                        () -> FastMigrate.database(url).dumpTool("/nowhere/pg_dump"),
                        () -> DriverManager.getConnection(url))
                .without(Capability.CREATE, Capability.BACK_UP, Capability.RESTORE, Capability.ENROLL);
    }
}

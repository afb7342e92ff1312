package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

class MariaContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) throws SQLException {
        String url = Servers.maria();
        return new JdbcDatabase(
                        () -> FastMigrate.database(url)
                                .backupDirectory(place.resolveSibling("backups"))
                                .dumpTool(Servers.mariaProgram("mariadb-dump")),
                        () -> DriverManager.getConnection(url))
                .without(Capability.CREATE, Capability.ATOMIC_SCRIPTS, Capability.RESTORE);
    }
}

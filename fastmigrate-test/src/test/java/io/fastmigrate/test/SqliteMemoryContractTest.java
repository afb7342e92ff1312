package io.fastmigrate.test;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An application's DataSource on a database in memory, which lives as long as its one connection. */
class SqliteMemoryContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) throws SQLException {
        OneConnection memory = new OneConnection(DriverManager.getConnection("jdbc:sqlite::memory:"));
        return new JdbcDatabase(() -> FastMigrate.dataSource(memory), memory::getConnection) {
            @Override
            public void close() throws SQLException {
                memory.reallyClose();
            }
        }.without(Capability.LOCK, Capability.BACK_UP, Capability.RESTORE, Capability.RUN_PROCESSES);
    }
}

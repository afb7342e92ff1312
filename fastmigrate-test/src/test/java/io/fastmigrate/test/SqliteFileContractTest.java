package io.fastmigrate.test;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.sql.DriverManager;

class SqliteFileContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        return new JdbcDatabase(
                () -> FastMigrate.sqlite(place), () -> DriverManager.getConnection("jdbc:sqlite:" + place));
    }
}

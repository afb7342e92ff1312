package io.fastmigrate.test;

import java.nio.file.Path;

/** The contract through an application's pool of one connection, which is usual for SQLite. */
class SqliteFilePoolOfOneContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        return PooledDatabase.open("jdbc:sqlite:" + place, 1, builder -> builder);
    }
}

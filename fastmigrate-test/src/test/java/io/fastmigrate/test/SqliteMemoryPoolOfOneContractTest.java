package io.fastmigrate.test;

import java.nio.file.Path;

/** A database in memory behind an application's pool, which must keep its one connection. */
class SqliteMemoryPoolOfOneContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        return PooledDatabase.open("jdbc:sqlite::memory:", 1, builder -> builder)
                .without(Capability.LOCK, Capability.BACK_UP, Capability.RESTORE, Capability.RUN_PROCESSES);
    }
}

package io.fastmigrate.internal.jdbc.lock;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;

/** A connection, and the lock that keeps others out. */
public record LockedDb(Db db, MigrationLock lock) implements AutoCloseable {
    @Override
    public void close() {
        lock.close();
        db.close();
    }
}

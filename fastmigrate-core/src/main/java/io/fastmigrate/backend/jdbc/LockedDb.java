package io.fastmigrate.backend.jdbc;

/** A connection, and the lock that keeps others out. */
record LockedDb(Db db, StarterLock lock) implements AutoCloseable {
    @Override
    public void close() {
        lock.close();
        db.close();
    }
}

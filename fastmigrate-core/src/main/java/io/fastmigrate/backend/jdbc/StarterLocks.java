package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.Waiting;
import io.fastmigrate.backend.jdbc.Dialect.LockKind;
import io.fastmigrate.backend.jdbc.Dialect.Purpose;
import io.fastmigrate.backend.sqlite.MigrationLock;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.MigrationInterruptedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ways to keep other starters away from one database.
 *
 * @param file that the database is, where it is one
 * @param door opens connections
 */
record StarterLocks(JdbcSource source, Optional<Path> file, Door door, Supplier<JdbcErrors> errors) {

    @FunctionalInterface
    interface Door {
        Db open(Purpose purpose) throws SQLException;
    }

    /** Waits for the lock; the caller closes it with the connection. */
    LockedDb acquire(Waiting waiting, Purpose purpose) throws SQLException {
        StarterLock lock = file.isPresent() ? fileLock(file.get(), waiting) : StarterLock.NONE;
        boolean locked = false;
        Db db = null;
        try {
            db = door.open(purpose);
            if (db.dialect().lockKind() != LockKind.FILE) {
                lock = databaseLock(db, waiting);
            }
            db.guard(lock);
            locked = true;
            return new LockedDb(db, lock);
        } finally {
            if (!locked) {
                lock.close();
                if (db != null) {
                    db.close();
                }
            }
        }
    }

    /** Where starters came once that the server's locks do not reach, as through a pooler, the lease counts for all. */
    private StarterLock databaseLock(Db db, Waiting waiting) throws SQLException {
        if (db.dialect().lockKind() == LockKind.LEASE) {
            return lease(db, waiting);
        }
        Optional<StarterLock> lock = SessionLock.acquire(db, source.name(), waiting);
        if (lock.isPresent() && !db.exists(LeaseLock.TABLE)) {
            return lock.get();
        }
        StarterLock session = lock.orElse(StarterLock.NONE);
        try {
            return StarterLock.both(session, lease(db, waiting));
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private StarterLock lease(Db db, Waiting waiting) throws SQLException {
        Optional<String> here = db.dialect().engineHere(db.jdbc());
        if (here.isEmpty()) {
            return leaseOf(second(db), db, waiting);
        }
        StarterLock process = ProcessLock.acquire(here.get(), source.name(), waiting);
        try {
            Optional<Db> own = source.isPoolOfOne() ? Optional.empty() : secondIfAny();
            return own.isEmpty() ? process : StarterLock.both(process, leaseOf(own.get(), db, waiting));
        } catch (SQLException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private StarterLock leaseOf(Db own, Db db, Waiting waiting) throws SQLException {
        Optional<String> id = own.dialect().sessionId(own.jdbc());
        if (source.isDataSource() && id.isPresent() && id.equals(db.dialect().sessionId(db.jdbc()))) {
            // The data source gives everybody the same connection: there is no one else.
            return StarterLock.NONE;
        }
        return LeaseLock.acquire(own, source.name(), errors.get(), waiting, LeaseLock.LEASE);
    }

    /** A pool whose connections are all in use gives none; who else migrates is kept out by this process then. */
    private Optional<Db> secondIfAny() throws SQLException {
        try {
            return Optional.of(door.open(Purpose.MIGRATE));
        } catch (SQLException e) {
            if (!source.isDataSource()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The lease's own connection is renewed on while the other one works. */
    private Db second(Db first) throws SQLException {
        return secondIfAny()
                .orElseThrow(() -> new InvalidSettingException(
                        "The DataSource gives no second connection. "
                                + first.dialect().product()
                                + " is migrated with two where its engine runs in another process, of which one keeps other"
                                + " processes out while the other one works.",
                        "Let its pool have two connections at least (spring.datasource.hikari.maximum-pool-size=2), or name"
                                + " the database by its URL (db)."));
    }

    private StarterLock fileLock(Path file, Waiting waiting) {
        try {
            Path place = file.toAbsolutePath();
            Path directory = place.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
                place = directory.toRealPath().resolve(place.getFileName());
            }
            MigrationLock lock = MigrationLock.acquire(place, waiting);
            return new StarterLock() {
                @Override
                public void check() {}

                @Override
                public void close() {
                    lock.close();
                }
            };
        } catch (IOException e) {
            throw errors.get().translate(new SQLException(e.toString(), "42501", e), waiting.timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MigrationInterruptedException.whileWaiting(source.name());
        }
    }
}

package io.fastmigrate.internal.jdbc.lock;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect.Purpose;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ways to keep other processes away from one database.
 *
 * @param file that the database is, where it is one
 * @param connections opens them
 */
public record MigrationLocks(
        JdbcSource source, Optional<Path> file, ConnectionFactory connections, Supplier<JdbcErrors> errors) {

    /** Opens a connection to the database. */
    @FunctionalInterface
    public interface ConnectionFactory {
        Db open(Purpose purpose) throws SQLException;
    }

    /** Waits for the lock; the caller closes it with the connection. */
    public LockedDb acquire(Waiting waiting, Purpose purpose) throws SQLException {
        return acquire(waiting, purpose, null);
    }

    /** Waits for the lock on a connection that is open already, which this takes over. */
    public LockedDb acquire(Waiting waiting, Db opened) throws SQLException {
        return acquire(waiting, Purpose.MIGRATE, opened);
    }

    /** Gives a lock back that ends with its connection, makes the session new, where that can be on the same connection, and waits again. */
    public LockedDb again(Db db, MigrationLock lock, Waiting waiting) throws SQLException {
        if (db.renew()) {
            if (!lock.letsAllPass()) {
                lock.close(); // a lease is kept on another connection
            }
            return acquire(waiting, db);
        }
        lock.close();
        db.close();
        return acquire(waiting, Purpose.MIGRATE);
    }

    private LockedDb acquire(Waiting waiting, Purpose purpose, @Nullable Db opened) throws SQLException {
        MigrationLock lock = file.isPresent() ? fileLock(file.get(), waiting) : MigrationLock.NONE;
        boolean locked = false;
        Db db = opened;
        try {
            if (db == null) {
                db = connections.open(purpose);
            }
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

    /** Where processes came once that the server's locks do not reach, as through a pooler, the lease counts for all. */
    private MigrationLock databaseLock(Db db, Waiting waiting) throws SQLException {
        if (db.dialect().lockKind() == LockKind.LEASE) {
            return lease(db, waiting);
        }
        Optional<MigrationLock> lock = SessionLock.acquire(db, source.name(), waiting);
        if (lock.isPresent() && !db.exists(LeaseLock.TABLE)) {
            return lock.get();
        }
        MigrationLock session = lock.orElse(MigrationLock.NONE);
        try {
            return MigrationLock.both(session, lease(db, waiting));
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private MigrationLock lease(Db db, Waiting waiting) throws SQLException {
        Optional<String> here = db.dialect().engineHere(db.jdbc());
        if (here.isEmpty()) {
            return leaseOf(second(db), db, waiting);
        }
        MigrationLock process = ProcessLock.acquire(here.get(), source.name(), waiting);
        try {
            Optional<Db> own = source.isPoolOfOne() ? Optional.empty() : secondIfAny();
            return own.isEmpty() ? process : MigrationLock.both(process, leaseOf(own.get(), db, waiting));
        } catch (SQLException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private MigrationLock leaseOf(Db own, Db db, Waiting waiting) throws SQLException {
        Optional<String> id = own.dialect().sessionId(own.jdbc());
        if (source.isDataSource() && id.isPresent() && id.equals(db.dialect().sessionId(db.jdbc()))) {
            // The data source gives everybody the same connection: there is no one else.
            return MigrationLock.NONE;
        }
        return LeaseLock.acquire(own, source.name(), errors.get(), waiting, LeaseLock.LEASE);
    }

    /** A pool whose connections are all in use gives none; who else migrates is kept out by this process then. */
    private Optional<Db> secondIfAny() throws SQLException {
        try {
            return Optional.of(connections.open(Purpose.MIGRATE));
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
                .orElseThrow(() -> InvalidSettingException.of(
                        "The DataSource does not provide a second connection. "
                                + first.dialect().product()
                                + " needs two if its engine runs in another process: one holds the migration"
                                + " lock while the other one runs the scripts.",
                        "Give its pool at least two connections"
                                + " (spring.datasource.hikari.maximum-pool-size=2), or set db to the"
                                + " database's URL."));
    }

    private MigrationLock fileLock(Path file, Waiting waiting) {
        try {
            Path place = file.toAbsolutePath();
            Path directory = place.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
                place = directory.toRealPath().resolve(place.getFileName());
            }
            MigrationFileLock lock = MigrationFileLock.acquire(place, waiting);
            return new MigrationLock() {
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
            throw Bridge.errors().interruptedWhileWaiting(source.name());
        }
    }
}

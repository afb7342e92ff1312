package io.fastmigrate.internal.jdbc;

import io.fastmigrate.Creation;
import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect.Purpose;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.control.ControlTables;
import io.fastmigrate.internal.jdbc.control.TakenOverTables;
import io.fastmigrate.internal.jdbc.error.MissingDatabaseErrors;
import io.fastmigrate.internal.jdbc.lock.LockedDb;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Gives an empty database version 0, in the schema that is set. */
record JdbcCreation(JdbcBackend backend) {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Makes the schema where it is not there. */
    Creation create() {
        String schema = backend.source().access().schema();
        if (schema != null) {
            try (Db outside = backend.connect(Purpose.CREATE, null)) {
                if (!outside.dialect().isReplica(outside.jdbc())) {
                    outside.dialect().createSchema(outside.jdbc(), schema);
                }
            } catch (SQLException e) {
                throw failure(e);
            }
        }
        return createWhereEmpty();
    }

    private RuntimeException failure(SQLException e) {
        return backend.errors().category(e) == ErrorCategory.NO_DATABASE
                ? backend.missing()
                : backend.errors().translate(e, backend.source().access().connectTimeout());
    }

    /** Where the lock is the server's, the connection that looks is the one that holds it. */
    Creation createWhereEmpty() {
        try (Db db = backend.connect(Purpose.CREATE)) {
            if (!backend.hasSchema(db)) {
                throw backend.missing();
            }
            Optional<Creation> known = known(db);
            if (known.isPresent()) {
                return known.get();
            }
            if (db.dialect().isReplica(db.jdbc())) {
                throw new SQLException("It follows another server, or read_only is on.", "25006");
            }
            if (db.dialect().lockKind() == LockKind.SERVER) {
                return createMeta(waiting -> backend.locks().acquire(waiting, db));
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        try {
            return createMeta(waiting -> backend.lock(waiting, Purpose.CREATE));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Waits for the migration lock. */
    @FunctionalInterface
    private interface Locking {
        LockedDb lock(Waiting waiting) throws SQLException;
    }

    private Optional<Creation> known(Db db) throws SQLException {
        Snapshot snapshot = tables(db).read();
        if (snapshot.presence() == Snapshot.Presence.MANAGED) {
            return Optional.of(Bridge.values().creation(snapshot.version(), false));
        }
        if (db.schema().isEmpty() || db.dialect().isEmpty(db.jdbc(), db.schema())) {
            return Optional.empty();
        }
        // Another process may have made _meta between the two questions, and that is what the schema then holds.
        Snapshot again = tables(db).read();
        if (again.presence() == Snapshot.Presence.MANAGED) {
            return Optional.of(Bridge.values().creation(again.version(), false));
        }
        throw new MissingDatabaseErrors(backend.name(), db.dialect()).ofVersion(db);
    }

    private ControlTables tables(Db db) {
        return new ControlTables(db, backend.name());
    }

    private Creation createMeta(Locking locking) throws SQLException {
        Waiting waiting = new Waiting(TIMEOUT, (waited, holder) -> {});
        try (LockedDb locked = locking.lock(waiting)) {
            Db db = locked.db();
            Optional<Creation> known = known(db);
            if (known.isPresent()) {
                return known.get();
            }
            if (db.dialect().isAtomic()) {
                db.begin(List.of());
            }
            new TakenOverTables(db).setAside();
            tables(db).createMeta();
            if (db.isInTransaction()) {
                db.commit();
            }
            return Bridge.values().creation(Version.ZERO, true);
        }
    }
}

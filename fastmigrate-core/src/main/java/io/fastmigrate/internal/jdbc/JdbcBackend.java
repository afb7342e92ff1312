package io.fastmigrate.internal.jdbc;

import io.fastmigrate.Creation;
import io.fastmigrate.Script;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.file.BackupHold;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.Dialect.Purpose;
import io.fastmigrate.internal.jdbc.connection.ErrorCategory;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.SchemaProofs;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import io.fastmigrate.internal.jdbc.control.ControlTables;
import io.fastmigrate.internal.jdbc.control.KnownTables;
import io.fastmigrate.internal.jdbc.dialect.Dialects;
import io.fastmigrate.internal.jdbc.dialect.OtherDialect;
import io.fastmigrate.internal.jdbc.duckdb.DuckDbDialect;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.MissingDatabaseErrors;
import io.fastmigrate.internal.jdbc.lock.LockedDb;
import io.fastmigrate.internal.jdbc.lock.MigrationLocks;
import io.fastmigrate.internal.jdbc.run.JdbcStep;
import io.fastmigrate.internal.jdbc.schema.SchemaProof;
import io.fastmigrate.internal.jdbc.schema.Schemas;
import io.fastmigrate.internal.jdbc.schema.ServerInspection;
import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.ConnectionLimit;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.port.SchemaNames;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Squashing;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that a JDBC URL or an application's data source leads to. */
public final class JdbcBackend implements AdoptingBackend<JdbcStep> {

    private final JdbcSource source;
    private final ScriptObserver observer;
    private final ServerInspection server;

    private final KnownTables known = new KnownTables();

    /** What the database said of itself when it was asked last; before that, what its URL says. */
    private volatile Dialect dialect;

    private volatile boolean seen;
    private volatile String place = "";

    private JdbcBackend(JdbcSource source) {
        this(source, ScriptObserver.NONE);
    }

    private JdbcBackend(JdbcSource source, ScriptObserver observer) {
        this.source = source;
        this.observer = observer;
        this.server = new ServerInspection(source, this::reading, JdbcBackend::toProve);
        this.dialect = Dialects.of(source.url());
    }

    /**
     * Takes a URL.
     *
     * @throws InvalidSettingException if there is no driver for it, or it leads to a memory that no one shares
     */
    public static Backend<?> url(String url, JdbcAccess access) {
        JdbcBackend backend = new JdbcBackend(JdbcSource.of(url, access));
        boolean memory = backend.dialect instanceof DuckDbDialect && backend.dialect.isInMemory(backend.source.url());
        if (memory || url.matches("(?i)jdbc:h2:mem:(;.*)?")) {
            throw InvalidSettingException.of(
                    "A database in memory that has no name is a new and empty one for every connection: "
                            + backend.name(),
                    "Specify a file; or, for tests, migrate the DataSource that the application itself uses.");
        }
        return backend;
    }

    /**
     * Takes an application's data source, which has to be reached for that.
     *
     * @throws InvalidSettingException if it cannot be connected to for a reason that is not the server's
     */
    public static Backend<?> dataSource(DataSource dataSource, JdbcAccess access) {
        return new JdbcBackend(ReachedDataSource.of(dataSource, access));
    }

    /** Returns the same database, of whose scripts someone is told. */
    JdbcBackend observedBy(ScriptObserver who) {
        return new JdbcBackend(source, who);
    }

    JdbcSource source() {
        return source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public boolean can(Capability capability) {
        return switch (capability) {
            case ATOMIC_SCRIPTS -> dialect().isAtomic();
            case RESUMABLE_SCRIPTS, HISTORY, REPEATABLE, LOCK, TELL_UNMANAGED, RUN_JAVA -> true;
            case CREATE -> dialect().makesDatabases();
            case RUN_PROCESSES -> !dialect().isInMemory(source.url());
            case BACK_UP -> reading(db -> Dumps.isPossible(source, db));
            case ENROLL -> reading(db -> Schemas.obstacle(source, db).isEmpty());
            case RESTORE -> false;
        };
    }

    private <T> T reading(ServerInspection.DbQuestion<T> question) {
        try (Db db = connect(Purpose.READ)) {
            return question.ask(db);
        } catch (SQLException e) {
            throw errors().translate(e, source.access().connectTimeout());
        }
    }

    private Dialect dialect() {
        if (!seen && dialect instanceof OtherDialect) {
            return reading(Db::dialect);
        }
        return dialect;
    }

    JdbcErrors errors() {
        return new JdbcErrors(source, dialect);
    }

    /** Opens a connection in a schema, which is the setting's but where another one is named. */
    Db connect(Purpose purpose, @Nullable String schema) throws SQLException {
        Optional<Path> file = dialect.file(source.url());
        if (purpose != Purpose.CREATE && file.isPresent() && !Files.exists(file.get())) {
            throw new SQLException("There is no such file.", "3D000");
        }
        return source.connect(
                dialect.properties(source.access(), purpose), dialect::category, loan -> prepared(loan, schema));
    }

    private Db prepared(Loan loan, @Nullable String schema) throws SQLException {
        try {
            if (!seen && dialect instanceof OtherDialect) {
                dialect = Dialects.of(loan.jdbc());
            }
            loan.requireIdle(name(), dialect::isInTransaction);
            if (!seen) {
                dialect = Dialects.of(loan.jdbc());
                seen = true;
            }
        } catch (SQLException | RuntimeException e) {
            loan.close();
            throw e;
        }
        return Db.of(loan, dialect, schema, source);
    }

    Db connect(Purpose purpose) throws SQLException {
        Db db = connect(purpose, source.access().schema());
        db.scripts().observe(observer);
        place = db.schema();
        return db;
    }

    @Override
    public Optional<DialectRules> statementRules() {
        return Optional.of(dialect().rules());
    }

    @Override
    public Snapshot read() {
        try {
            Optional<Snapshot> again = known.readAgain(source, dialect);
            return again.isPresent() ? again.get() : readStepByStep();
        } catch (SQLException e) {
            if (dialect.category(e) == ErrorCategory.NO_DATABASE || "3D000".equals(e.getSQLState())) {
                return Snapshot.of(Snapshot.Presence.MISSING);
            }
            throw errors().translate(e, source.access().connectTimeout());
        }
    }

    private Snapshot readStepByStep() throws SQLException {
        try (Db db = connect(Purpose.READ)) {
            known.look(db.jdbc(), db.dialect());
            Snapshot snapshot = new ControlTables(db, name()).read(known);
            return snapshot.presence() == Snapshot.Presence.UNMANAGED && !hasSchema(db)
                    ? Snapshot.of(Snapshot.Presence.MISSING)
                    : snapshot;
        }
    }

    boolean hasSchema(Db db) throws SQLException {
        String schema = source.access().schema();
        return schema == null || db.dialect().hasSchema(db.jdbc(), schema);
    }

    @Override
    public DatabaseNotFoundException missing() {
        MissingDatabaseErrors errors = new MissingDatabaseErrors(name(), dialect);
        return source.access().schema() == null ? errors.ofDatabase() : errors.ofSchema();
    }

    @Override
    public Optional<SchemaNames> schemas() {
        try (Db db = connect(Purpose.READ, null)) {
            return Optional.of(SchemaList.of(db, source));
        } catch (SQLException e) {
            throw errors().translate(e, source.access().connectTimeout());
        }
    }

    /** Where each one has the lock as a row that it renews, it takes a second connection for that. */
    @Override
    public Optional<ConnectionLimit> connectionLimit() {
        int each = dialect.lockKind() == LockKind.LEASE ? 2 : 1;
        OptionalInt size = source.poolSize();
        return size.isEmpty()
                ? Optional.empty()
                : source.pool().map(pool -> new ConnectionLimit(pool, Math.max(1, size.getAsInt() / each)));
    }

    @Override
    public Optional<String> limitations() {
        return dialect().warning();
    }

    @Override
    public boolean isReplica() {
        return known.takeReplica().orElseGet(() -> reading(db -> db.dialect().isReplica(db.jdbc())));
    }

    @Override
    public DatabaseUnmanagedException unmanaged() {
        return reading(db -> new MissingDatabaseErrors(name(), db.dialect()).ofVersion(db));
    }

    @Override
    public Creation create() {
        return new JdbcCreation(this).create();
    }

    @Override
    public Creation createWhereEmpty() {
        return new JdbcCreation(this).createWhereEmpty();
    }

    @Override
    public JdbcStep plan(Script script) {
        return JdbcStep.read(script, name(), () -> JdbcStep.of(script, dialect(), place));
    }

    @Override
    public ScriptNames names(Script script) {
        return JdbcStep.names(script, dialect(), name());
    }

    @Override
    public Optional<String> apart(JdbcStep step) {
        return step.apart(dialect());
    }

    @Override
    public Session<JdbcStep> open(Waiting waiting) {
        try {
            LockedDb locked = lock(waiting, Purpose.MIGRATE);
            return new JdbcSession(this, locked, waiting);
        } catch (SQLException e) {
            throw errors().translate(e, waiting.timeout());
        }
    }

    /** Opens a connection for a session that has the lock already. */
    Db connect() throws SQLException {
        return connect(Purpose.MIGRATE);
    }

    LockedDb lock(Waiting waiting, Purpose purpose) throws SQLException {
        return locks().acquire(waiting, purpose);
    }

    MigrationLocks locks() {
        return new MigrationLocks(source, dialect.file(source.url()), this::connect, this::errors);
    }

    @Override
    public Path backUp(CopyListener listener) {
        if (read().presence() == Snapshot.Presence.MISSING) {
            throw missing();
        }
        return reading(db -> {
            try (BackupHold none = new BackupHold()) {
                return new Dumps(source, db.dialect()).backUp(db, none, listener);
            }
        });
    }

    @Override
    public Copy copy() {
        return copies().whole(reading(ServerCopies.Original::of));
    }

    private ServerCopies copies() {
        return new ServerCopies(source, (url, access) -> ((JdbcBackend) url(url, access)).connect());
    }

    @Override
    public Copy copyOfSchema() {
        return copies().ofSchema(reading(ServerCopies.Original::of));
    }

    @Override
    public void pruneBackups(int keep, Path made) {
        reading(db -> {
            new Dumps(source, db.dialect()).prune(db, keep, made);
            return made;
        });
    }

    @Override
    public List<Path> backups() {
        return reading(db -> new Dumps(source, db.dialect()).list(db));
    }

    @Override
    public Snapshot readBackup(Path backup) {
        return reading(db -> PostgresRestore.read(source, db, backup));
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        return reading(db -> Schemas.dump(source, db, tablesWithData));
    }

    @Override
    public boolean canAdopt() {
        return dialect().proofs().isPresent();
    }

    @Override
    public Optional<List<Map<String, @Nullable String>>> rows(String table) {
        return reading(db -> OtherToolTable.rows(db, table));
    }

    @Override
    public void prove(Trial trial) {
        reading(db -> new SchemaProof(source, db).prove(trial, JdbcBackend::toProve));
    }

    @Override
    public Optional<Squashing> squashing() {
        return server.squashing(dialect());
    }

    @Override
    public Optional<SchemaInspection> inspection() {
        return server.of(dialect());
    }

    static SchemaProof.Made toProve(JdbcSource empty) {
        JdbcBackend made = new JdbcBackend(
                empty,
                Dialects.of(empty.url()).proofs().map(SchemaProofs::observer).orElse(ScriptObserver.NONE));
        return new SchemaProof.Made(made, made::connect);
    }

    @Override
    public Kind kind() {
        return reading(db -> OtherToolTable.kind(db, source.isSchemaDatabase()));
    }

    @Override
    public EnrollFailedException cannotEnroll() {
        return reading(db -> Schemas.obstacle(source, db)).orElseThrow();
    }
}

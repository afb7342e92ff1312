package io.fastmigrate.internal.sqlite;

import io.fastmigrate.Creation;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Squashing;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.sql.names.NameReader;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.connection.NativeLibrary;
import io.fastmigrate.internal.sqlite.connection.PersistentJournal;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteDataSource;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.KnownHistory;
import io.fastmigrate.internal.sqlite.file.SqliteBackup;
import io.fastmigrate.internal.sqlite.file.SqliteBackupSource;
import io.fastmigrate.internal.sqlite.rebuild.NewDefinition;
import io.fastmigrate.internal.sqlite.rebuild.Rebuild;
import io.fastmigrate.internal.sqlite.run.ForeseenChanges;
import io.fastmigrate.internal.sqlite.run.SqliteStep;
import io.fastmigrate.internal.sqlite.schema.SqliteSchema;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** SQLite: the file of a path, or what an application's data source leads to. */
public final class SqliteBackend implements AdoptingBackend<SqliteStep> {

    private static final String OF_DATA_SOURCE = "the one of the DataSource";

    private final SqliteSource source;
    private final KnownHistory known = new KnownHistory();

    private SqliteBackend(SqliteSource source) {
        this.source = source;
    }

    public static Backend<?> file(Path path) {
        return new SqliteBackend(new SqliteFile(path));
    }

    /** Takes an application's data source; empty if it leads to another database, or cannot be reached just now. */
    public static Optional<Backend<?>> ifSqlite(DataSource dataSource) {
        try {
            return SqliteDataSource.of(dataSource).map(SqliteBackend::new);
        } catch (SQLException e) {
            if (NativeLibrary.isMissing(e)) {
                throw NativeLibrary.unusable(OF_DATA_SOURCE, e);
            }
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            throw NativeLibrary.unusable(OF_DATA_SOURCE, e);
        }
    }

    @Override
    public Backend<SqliteStep> waitingAs(Waiting waiting) {
        return new SqliteBackend(source.waitingAs(waiting));
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public boolean isSqlite() {
        return true;
    }

    /** A database in memory has no file to lock, to name to others, or to put a copy beside. */
    @Override
    public boolean can(Capability capability) {
        return switch (capability) {
            case ATOMIC_SCRIPTS, HISTORY, REPEATABLE, CREATE, ENROLL, TELL_UNMANAGED, RUN_JAVA -> true;
            case RESUMABLE_SCRIPTS -> false;
            case LOCK, RUN_PROCESSES, BACK_UP, RESTORE -> hasFile();
        };
    }

    private boolean hasFile() {
        try {
            return source.file().isPresent();
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public Snapshot read() {
        return read(connection -> SqliteSnapshot.read(connection, source.name(), known));
    }

    @Override
    public Snapshot readVersion() {
        return read(connection -> SqliteSnapshot.readVersion(connection, source.name()));
    }

    @FunctionalInterface
    private interface Reading {
        Snapshot of(Connection connection) throws SQLException;
    }

    private Snapshot read(Reading reading) {
        if (!source.exists()) {
            return Snapshot.of(Snapshot.Presence.MISSING);
        }
        if (source instanceof SqliteFile file && !Files.isRegularFile(file.path())) {
            throw SqliteErrors.notAFile(source.name(), null);
        }
        try (Connection connection = source.openToRead()) {
            return reading.of(connection);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public void removeLeftOvers() {
        try {
            Optional<Path> file = source.file();
            if (file.isPresent()) {
                MigrationFileLock.sweep(file.get(), () -> {});
                PersistentJournal.removeLeftOver(source, file.get());
            }
            SqliteBackup.removeLeftOvers(source);
        } catch (SQLException | IOException e) {
            // The place cannot be reached or written just now; there is time for this at the next run.
            return;
        }
    }

    @Override
    public Creation create() {
        Creation creation = SqliteCreation.create(source);
        if (!creation.isNew()) {
            removeLeftOvers();
        }
        return creation;
    }

    @Override
    public boolean isDamage(Throwable failure) {
        return SqliteErrors.isDamage(failure);
    }

    @Override
    public DatabaseUnmanagedException unmanaged() {
        try (Connection connection = source.openToRead()) {
            return SqliteSnapshot.unmanaged(source, connection);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public SqliteStep plan(Script script) {
        try {
            return SqliteStep.of(script);
        } catch (IOException e) {
            throw Step.unreadable(script, source.name(), e);
        }
    }

    @Override
    public ScriptChecksum checksum(Script script) {
        try {
            return SqliteStep.checksumOf(script);
        } catch (IOException e) {
            throw Step.unreadable(script, source.name(), e);
        }
    }

    @Override
    public ScriptNames names(Script script) {
        try {
            return NameReader.ofSqlite(script);
        } catch (IOException e) {
            throw Step.unreadable(script, source.name(), e);
        }
    }

    @Override
    public List<Warning> foreseen(List<SqliteStep> steps) {
        if (!ForeseenChanges.asksDatabase(steps)) {
            return List.of();
        }
        try (Connection connection = source.openToRead()) {
            return ForeseenChanges.of(connection, steps);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public boolean plansByScriptAlone() {
        return true;
    }

    @Override
    public Session<SqliteStep> open(Waiting waiting) {
        try {
            Optional<Path> file = source.file();
            MigrationFileLock lock = file.isPresent() ? MigrationFileLock.acquire(file.get(), waiting) : null;
            if (lock != null) {
                lock.removeLeftOvers();
                SqliteBackup.removeLeftOvers(source);
            }
            return new SqliteSession(source, lock, waiting);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        } catch (IOException e) {
            PlaceProblem found = PlaceProblem.of(Path.of(source.name()), e);
            throw Bridge.errors()
                    .databaseUnusable(
                            source.name(),
                            found.problem(),
                            "The directory of the database cannot be written: " + source.name() + " (" + found.reason()
                                    + ").",
                            found.advice(),
                            e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors().interruptedWhileWaiting(source.name());
        }
    }

    @Override
    public Path backUp(CopyListener listener) {
        removeLeftOvers();
        return SqliteBackup.backUp(source, source.waiting().timeout(), listener);
    }

    @Override
    public Copy copy() {
        removeLeftOvers();
        return SqliteCopy.of(source, SqliteBackend::file);
    }

    @Override
    public void pruneBackups(int keep, Path made) {
        SqliteBackup.prune(source, keep, made);
    }

    @Override
    public List<Path> backups() {
        return SqliteBackup.list(source);
    }

    @Override
    public Snapshot readBackup(Path backup) {
        return new SqliteBackend(new SqliteBackupSource(backup)).read();
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        try (Connection connection = source.openToRead()) {
            return SqliteSchema.dump(connection, tablesWithData);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public Optional<List<Map<String, @Nullable String>>> rows(String table) {
        try (Connection connection = source.openToRead()) {
            return OtherToolTable.rows(connection, table);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public Kind kind() {
        try (Connection connection = source.openToRead()) {
            return new Kind("sqlite", "3", "", false, SqliteSnapshot.otherTool(connection));
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public void prove(Trial trial) {
        SqliteFile made = new SqliteFile(trial.directory().resolve("proof.db"));
        trial.migration().accept(file(made.path()));
        try (Connection expected = source.openToRead();
                Connection actual = made.openToRead()) {
            SqliteSchema.compare(expected, actual);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    @Override
    public Optional<Squashing> squashing() {
        return Optional.of(new SqliteSquashing(source, this::dumpSchema));
    }

    @Override
    public Optional<SchemaInspection> inspection() {
        return Optional.of(new SqliteInspection(source, SqliteBackend::file));
    }

    @Override
    public String rebuildScript(String table, Optional<String> columns) {
        NewDefinition definition = new NewDefinition(columns, NewDefinition.OldConstraints.KEEP);
        try (Connection connection = columns.isEmpty() ? source.openToRead() : source.openToWrite()) {
            return rolledBack(connection, table, definition);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    /** What is tried out on the way leaves no trace in the file: not even a commit of nothing, which would count. */
    private static String rolledBack(Connection connection, String table, NewDefinition definition)
            throws SQLException {
        Sql.run(connection, "BEGIN");
        return Afterwards.run(connection, () -> Rebuild.script(connection, table, definition), "ROLLBACK");
    }
}

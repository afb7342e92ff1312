package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.BackupFile;
import io.fastmigrate.internal.file.BackupHold;
import io.fastmigrate.internal.file.BackupSet;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a database, made and put back page by page by <a href="https://www.sqlite.org/backup.html">SQLite's online
 * backup</a>, so that others may use the database in the meantime.
 *
 * <p>The database itself is never opened as a plain file: closing one drops the locks that SQLite holds on it.
 */
public final class SqliteBackup {

    /** How long to wait for others, unless said otherwise. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private SqliteBackup() {}

    /**
     * Writes a copy beside the database, checks it and gives it its name. Everything that others commit before the
     * call is in it. While it runs, writers wait if the database has a rollback journal, and do not if it has a WAL.
     * An interrupt stops it; the thread stays interrupted.
     *
     * @return the copy: {@code <database>.<yyyyMMdd_HHmmss>.backup}, in UTC
     * @throws DatabaseNotFoundException if there is no database
     * @throws BackupFailedException if no copy was made; nothing of it is left behind
     */
    public static Path backUp(SqliteSource source) {
        return backUp(source, PATIENCE, CopyListener.NONE);
    }

    /**
     * Writes a copy beside the database.
     *
     * @param patience how long to wait for another backup of the same database, and then for writers
     * @param listener is told how far it is, after each {@value SourceSnapshot#PAGES_PER_STEP} pages
     */
    public static Path backUp(SqliteSource source, Duration patience, CopyListener listener) {
        return backUp(source, patience, listener, null, null);
    }

    /**
     * Writes a copy beside the database for a run.
     *
     * @param watch watches others' commits from the moment that the copy holds
     * @param hold keeps it from being removed
     */
    public static Path backUp(
            SqliteSource source,
            Duration patience,
            CopyListener listener,
            @Nullable CommitWatch watch,
            @Nullable BackupHold hold) {
        if (!source.exists()) {
            throw Bridge.errors().databaseNotFound(source.name());
        }
        if (source instanceof SqliteFile file && !Files.isRegularFile(file.path())) {
            throw notMade(SqliteErrors.notAFile(source.name(), null));
        }
        Path database = place(source);
        MigrationFileLock lock =
                lock(database, new Waiting(patience, source.waiting().listener()));
        try (lock) {
            new BackupSet(database).correctTimes();
            Path backup = write(source, database, patience, listener, watch);
            if (hold != null) {
                hold.take(database, backup);
            }
            return backup;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BackupCheck.interrupted();
        } catch (SQLException e) {
            throw failure(source, e);
        } catch (IOException e) {
            throw failure(source, e);
        }
    }

    private static Path write(
            SqliteSource source, Path database, Duration patience, CopyListener listener, @Nullable CommitWatch watch)
            throws SQLException, IOException {
        BackupFile.removeAbandoned(database);
        try (SourceSnapshot snapshot = SourceSnapshot.open(source, patience, watch);
                BackupFile file = BackupFile.create(database)) {
            file.requireSpace(snapshot.bytes());
            snapshot.copyTo(file.path(), listener);
            BackupCheck.interruptible(file.path());
            return file.publish();
        }
    }

    /** Removes the oldest backups of a database beyond those to keep, but never the one just made. */
    public static void prune(SqliteSource source, int keep, Path made) {
        new BackupSet(place(source)).prune(keep, made);
    }

    /** Returns the backups of a database that stand beside it, in the order in which they were made. */
    public static List<Path> list(SqliteSource source) {
        Path database = place(source);
        try {
            return new BackupSet(database).list();
        } catch (IOException e) {
            PlaceProblem found = PlaceProblem.of(database, e);
            throw Bridge.errors()
                    .backupFailed(
                            "The backups of " + source.name() + " cannot be listed (" + found.reason() + ").",
                            found.advice(),
                            e);
        }
    }

    /** Backups of one database are made one after the other; so whatever unfinished one is found is no one's. */
    private static MigrationFileLock lock(Path database, Waiting waiting) {
        try {
            return MigrationFileLock.acquire(new BackupSet(database).lockFile(), database, waiting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BackupCheck.interrupted();
        } catch (LockTimeoutException e) {
            throw Bridge.errors()
                    .backupFailed(
                            "No backup was made of " + database + ": another backup of it is still being made.",
                            "Wait until it has ended, then run it again.",
                            e);
        } catch (FastMigrateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw BackupCheck.interrupted();
            }
            throw Bridge.errors()
                    .backupFailed("No backup was made of " + database + ". " + e.getMessage(), e.advice(), e);
        }
    }

    /** Removes what killed backups left, unless one is being made just now. */
    public static void removeLeftOvers(SqliteSource source) throws SQLException {
        Optional<Path> database = source instanceof SqliteFile file ? Optional.of(file.path()) : source.file();
        if (database.isPresent()) {
            BackupHold.sweep(database.get());
            RehearsalDirectory.removeLeftOvers(source.file().orElse(database.get()));
            MigrationFileLock.sweep(
                    new BackupSet(database.get()).lockFile(), () -> BackupFile.removeAbandoned(database.get()));
        }
    }

    private static Path place(SqliteSource source) {
        if (source instanceof SqliteFile file) {
            return file.path();
        }
        try {
            Optional<Path> file = source.file();
            if (file.isPresent()) {
                return file.get();
            }
        } catch (SQLException e) {
            throw failure(source, e);
        }
        throw Bridge.errors()
                .backupFailed(
                        "No backup was made of " + source.name() + ": it has no file, so there is no"
                                + " directory for the backup.",
                        "Migrate without a backup; or use a database file.",
                        null);
    }

    private static FastMigrateException failure(SqliteSource source, SQLException e) {
        FastMigrateException translated = SqliteErrors.translate(source, e);
        if (translated instanceof DatabaseNotFoundException) {
            return translated;
        }
        return notMade(translated);
    }

    private static BackupFailedException notMade(FastMigrateException why) {
        return Bridge.errors().backupFailed("No backup was made. " + why.getMessage(), why.advice(), why);
    }

    private static FastMigrateException failure(SqliteSource source, IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return BackupCheck.interrupted();
        }
        PlaceProblem found = PlaceProblem.of(Path.of(source.name()), e);
        return Bridge.errors()
                .backupFailed(
                        "No backup was made of " + source.name() + " (" + found.reason() + ").", found.advice(), e);
    }

    /**
     * Puts a backup back in place of what the database holds. Connections that others have open stay right: each
     * sees the whole old or the whole new content. An interrupt does not stop it. If it fails, the database is as it was.
     *
     * @throws DatabaseNotFoundException if there is no database
     * @throws BackupFailedException if the backup could not be put back
     */
    public static void restore(SqliteSource source, Path backup) {
        restore(source, backup, PATIENCE);
    }

    /**
     * Puts a backup back.
     *
     * @param patience how long to wait for others who read or write the database
     */
    public static void restore(SqliteSource source, Path backup, Duration patience) {
        restore(source, backup, patience, connection -> {});
    }

    /** What is looked at last, on a connection that keeps other writers out; throws to leave all as it is. */
    @FunctionalInterface
    public interface LastCheck {
        void check(Connection connection) throws SQLException;
    }

    /** Puts a backup back if a last check lets it. */
    public static void restore(SqliteSource source, Path backup, Duration patience, LastCheck check) {
        if (!source.exists()) {
            throw Bridge.errors().databaseNotFound(source.name());
        }
        new Restoration(source, backup, new Waiting(patience, source.waiting().listener()), new Restoration.Guard() {
                    @Override
                    public void opened(Connection connection) {}

                    @Override
                    public boolean allows(Connection connection) throws SQLException {
                        check.check(connection);
                        return true;
                    }
                })
                .run();
    }
}

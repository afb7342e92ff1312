package io.fastmigrate.internal.jdbc;

import io.fastmigrate.Warning;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.BackupFile;
import io.fastmigrate.internal.file.BackupHold;
import io.fastmigrate.internal.file.BackupSet;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.UnsupportedOperations;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the backups of one database go, and how one is made. */
final class Dumps {

    private static final Path DIRECTORY = Path.of("backups");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Waiting WAITING = new Waiting(PATIENCE, (waited, holder) -> {});

    private final JdbcSource source;
    private final Dialect dialect;

    Dumps(JdbcSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
    }

    /**
     * Returns what backups are called, without when they were made.
     *
     * @param name of a database on a server
     */
    private Path base(String name) {
        Optional<Path> directory = source.access().dump().directory();
        Optional<Path> file = dialect.file(source.url());
        if (directory.isEmpty() && file.isPresent()) {
            return file.get().toAbsolutePath();
        }
        String fileName = file.map(path -> String.valueOf(path.getFileName())).orElse(name);
        return directory.orElse(DIRECTORY).resolve(fileName).toAbsolutePath();
    }

    private static Path directory(Path base) {
        return Objects.requireNonNull(base.getParent(), "it is absolute and has a name");
    }

    /** Tells whether all that it takes is here. */
    static boolean isPossible(JdbcSource source, Db db) throws SQLException {
        Optional<Dumper> dumper = db.dialect().dumper(source, db);
        return dumper.isPresent() && dumper.get().obstacle().isEmpty();
    }

    /**
     * Makes one.
     *
     * @param hold keeps it from being removed
     * @param listener is told what the backup does not keep
     * @throws BackupFailedException if that failed; nothing of it is left
     */
    Path backUp(Db db, BackupHold hold, CopyListener listener) {
        try {
            return dump(db, hold, listener);
        } catch (SQLException e) {
            throw new JdbcErrors(source, dialect).translate(e, source.access().connectTimeout());
        }
    }

    private Path dump(Db db, BackupHold hold, CopyListener listener) throws SQLException {
        Optional<Dumper> dumper = dialect.dumper(source, db);
        Optional<Dumper.Obstacle> obstacle = dumper.flatMap(Dumper::obstacle);
        if (dumper.isEmpty()) {
            throw new UnsupportedOperations(source.name(), dialect).backUp();
        } else if (obstacle.isPresent()) {
            throw failed(obstacle.get().what() + ".", obstacle.get().advice(), null);
        }
        Path base = base(dialect.backupName(source, db));
        try {
            DurableFiles.createDirectories(directory(base));
            dumper.get()
                    .limitation()
                    .of(db.jdbc())
                    .map(what -> Bridge.values().warning(Warning.Kind.FEWER_GUARANTEES, what))
                    .ifPresent(listener::warn);
            return writeAlone(db, dumper.get(), base, hold);
        } catch (DumpException e) {
            throw failed(e.getMessage(), e.advice(), e);
        } catch (LockTimeoutException e) {
            throw failed("another backup of it is still being made.", "Wait until it has ended, then run it again.", e);
        } catch (IOException e) {
            throw failed(
                    directory(base) + " cannot be written: " + e,
                    "Give this user write permission there, free disk space, or specify another directory"
                            + " with backup-directory.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was interrupted.", "Run it again.", e);
        }
    }

    /** Backups of one database are made one after the other; so whatever unfinished one is found is no one's. */
    private static Path writeAlone(Db db, Dumper dumper, Path base, BackupHold hold)
            throws IOException, DumpException, InterruptedException, SQLException {
        BackupSet backups = new BackupSet(base);
        MigrationFileLock lock = MigrationFileLock.acquire(backups.lockFile(), WAITING);
        try (lock) {
            BackupFile.removeAbandoned(base);
            backups.correctTimes();
            Path backup = write(db, dumper, base);
            hold.take(base, backup);
            return backup;
        }
    }

    /** Uses a file for a while. */
    @FunctionalInterface
    interface FileUse {
        void of(Path file) throws DumpException;
    }

    /** Lends an empty file that no one else may read. It is gone afterwards; what a killed process left, the next one removes. */
    void lend(Db db, FileUse use) throws DumpException, SQLException {
        Path base = base(dialect.backupName(source, db));
        try {
            DurableFiles.createDirectories(directory(base));
            BackupSet backups = new BackupSet(base);
            MigrationFileLock lock = MigrationFileLock.acquire(backups.lockFile(), WAITING);
            try (lock) {
                BackupFile.removeAbandoned(base);
                try (BackupFile file = BackupFile.createPrivately(base)) {
                    use.of(file.path());
                }
            }
        } catch (IOException e) {
            throw new DumpException(
                    directory(base) + " cannot be written: " + e,
                    "Give this user write permission there, free disk space, or specify another directory"
                            + " with backup-directory.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DumpException.ofInterrupt(e);
        }
    }

    private static Path write(Db db, Dumper dumper, Path base) throws IOException, DumpException, SQLException {
        try (BackupFile file = BackupFile.createPrivately(base)) {
            BackedUpRows rows = BackedUpRows.before(db);
            dumper.dump(file.path());
            rows.requireIn(file.path(), dumper);
            return file.publish();
        }
    }

    private BackupFailedException failed(@Nullable String what, String advice, @Nullable Throwable cause) {
        return Bridge.errors()
                .backupFailed(
                        "No backup was made of " + source.name() + ": "
                                + source.secrets().clean(what),
                        advice,
                        cause == null ? null : source.secrets().clean(cause));
    }

    /** Tells whether a backup would have nothing but our own tables in it. */
    boolean holdsNothing(Db db) {
        try {
            return dialect.holdsNothing(db.jdbc(), db.schema());
        } catch (SQLException e) {
            throw new JdbcErrors(source, dialect).translate(e, source.access().connectTimeout());
        }
    }

    /** Says how a person puts a backup back; empty where no one knows. */
    Optional<String> howToRestore(Db db, Path backup) {
        try {
            return dialect.dumper(source, db).map(dumper -> dumper.howToRestore(backup));
        } catch (SQLException e) {
            throw new JdbcErrors(source, dialect).translate(e, source.access().connectTimeout());
        }
    }

    /** Returns the error that says that a program must not do so. */
    BackupFailedException noUndo(Db db) {
        return new UnsupportedOperations(source.name(), dialect).restoreOnFailure(howToRestore(db, Path.of("BACKUP")));
    }

    void prune(Db db, int keep, Path made) {
        try {
            new BackupSet(base(dialect.backupName(source, db))).prune(keep, made);
        } catch (SQLException e) {
            throw new JdbcErrors(source, dialect).translate(e, source.access().connectTimeout());
        }
    }

    List<Path> list(Db db) throws SQLException {
        Path base = base(dialect.backupName(source, db));
        try {
            return Files.isDirectory(directory(base)) ? new BackupSet(base).list() : List.of();
        } catch (IOException e) {
            throw failed("its directory cannot be read: " + e, "Give this user read permission there.", e);
        }
    }
}

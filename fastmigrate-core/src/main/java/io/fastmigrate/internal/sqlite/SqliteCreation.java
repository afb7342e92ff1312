package io.fastmigrate.internal.sqlite;

import io.fastmigrate.Creation;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.file.MigrationFileLock;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.file.StrayJournals;
import io.fastmigrate.internal.sqlite.connection.BusyWait;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import io.fastmigrate.internal.sqlite.connection.SqliteDataSource;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a database at version 0. A file is made beside its place under another name, whole and synced, and then given
 * its own: whoever looks sees nothing or a managed database, also after a kill.
 */
final class SqliteCreation {

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private SqliteCreation() {}

    static Creation create(SqliteSource source) {
        if (source instanceof SqliteFile file && !Files.exists(file.path())) {
            return createFile(file);
        }
        try {
            return existing(source);
        } catch (SQLException e) {
            throw SqliteErrors.translate(source, e);
        }
    }

    private static Creation existing(SqliteSource source) throws SQLException {
        if (source instanceof SqliteFile file && !Files.isRegularFile(file.path())) {
            throw SqliteErrors.notAFile(source.name(), null);
        }
        Optional<Version> version;
        try (Connection connection = source.openToRead()) {
            version = MetaTable.read(connection, source.name());
            if (version.isEmpty() && !(source instanceof SqliteDataSource && SqliteSnapshot.isEmpty(connection))) {
                throw SqliteSnapshot.unmanaged(source, connection);
            }
        }
        if (version.isPresent()) {
            return Bridge.values().creation(version.get(), false);
        }
        return createInPlace(source);
    }

    /** An application's data source has made the file, or the memory, already. */
    private static Creation createInPlace(SqliteSource source) throws SQLException {
        Waiting waiting = source.waiting();
        try (SqliteConnection db = SqliteConnection.open(source, waiting)) {
            db.begin();
            try {
                Optional<Version> version = MetaTable.read(db.jdbc(), source.name());
                if (version.isEmpty()) {
                    MetaTable.create(db.jdbc());
                }
                db.commit();
                return Bridge.values().creation(version.orElse(Version.ZERO), version.isEmpty());
            } catch (SQLException | RuntimeException e) {
                db.rollBackQuietly();
                throw e;
            }
        }
    }

    private static Creation createFile(SqliteFile file) {
        Path place = file.path();
        List<Path> folders = new ArrayList<>();
        boolean done = false;
        try {
            place = target(place);
            requireShortEnough(file, place);
            place = real(place, folders);
            Creation creation = publish(file, place);
            done = true;
            return creation;
        } catch (SQLException e) {
            throw SqliteErrors.translateCreation(file, place, e, BusyWait.lastWait());
        } catch (IOException e) {
            throw SqliteErrors.translateCreation(file, place, e);
        } catch (DatabaseUnusableException e) {
            throw ofPlace(file, place, e);
        } finally {
            if (!done) {
                removeEmpty(folders);
            }
        }
    }

    /** What keeps the lock file from being made keeps the database from it too, and that is what was asked for. */
    private static FastMigrateException ofPlace(SqliteFile file, Path place, DatabaseUnusableException e) {
        if (Files.exists(place) || PlaceProblem.of(place) == null) {
            return e;
        }
        FileSystemException cause = new FileSystemException(place.toString());
        cause.initCause(e);
        return SqliteErrors.translateCreation(file, place, cause);
    }

    /** Looked at before anything is made, under the longest name that is made beside it. */
    private static void requireShortEnough(SqliteFile file, Path place) throws IOException {
        Path longest = Path.of(MigrationFileLock.newDatabase(place) + "-journal");
        PlaceProblem found = PlaceProblem.ofLength(longest);
        if (found != null) {
            throw SqliteErrors.translateCreation(file, longest, new FileSystemException(longest.toString()));
        }
    }

    /** Takes back the folders that were made for a database that could not be; one that others use by now stays. */
    private static void removeEmpty(List<Path> folders) {
        for (int i = folders.size() - 1; i >= 0; i--) {
            try {
                Files.delete(folders.get(i));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A link that leads nowhere yet names the place where the database will be. */
    private static Path target(Path place) throws IOException {
        Path target = place;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(place.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target)).toAbsolutePath();
        }
        return target;
    }

    /** Makes the folders above, and names the place as all processes do, through whatever links they came to it. */
    private static Path real(Path place, List<Path> made) throws IOException {
        Path directory = place.toAbsolutePath().getParent();
        if (directory == null) {
            return place;
        }
        made.addAll(DurableFiles.createDirectories(directory));
        return directory.toRealPath().resolve(place.getFileName());
    }

    private static Creation publish(SqliteFile file, Path place) throws SQLException, IOException {
        Waiting waiting = file.waiting();
        try (MigrationFileLock lock = MigrationFileLock.acquire(place, waiting)) {
            lock.removeLeftOvers();
            if (!Files.exists(place)) {
                StrayJournals.requireNone(place);
            }
            build(place, lock);
            return Bridge.values().creation(Version.ZERO, true);
        } catch (FileAlreadyExistsException e) {
            return existing(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors().interruptedWhileWaiting(file.name());
        }
    }

    private static void build(Path place, MigrationFileLock lock) throws SQLException, IOException {
        Path built = lock.newDatabase();
        try {
            try (Connection connection = SqliteFile.open(built, "mode=rwc")) {
                MetaTable.create(connection);
            }
            give(place, built);
        } finally {
            lock.removeLeftOvers();
        }
        DurableFiles.syncName(place);
    }

    /** Gives the built file its name without ever taking the place of another one. */
    private static void give(Path place, Path built) throws IOException {
        try {
            Files.createLink(place, built);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(built, place);
        }
    }
}

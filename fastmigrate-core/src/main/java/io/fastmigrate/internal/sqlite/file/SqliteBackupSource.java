package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A backup, which no one writes: read without anything being made beside it, not even for a moment. Opened as any database in
 * WAL mode, it has a {@code -wal} and a {@code -shm} file while it is read, which a kill leaves there.
 */
public record SqliteBackupSource(SqliteFile database) implements SqliteSource {

    public SqliteBackupSource(Path path) {
        this(new SqliteFile(path));
    }

    @Override
    public Waiting waiting() {
        return database.waiting();
    }

    @Override
    public SqliteSource waitingAs(Waiting other) {
        return new SqliteBackupSource(new SqliteFile(database.path(), other));
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public boolean exists() {
        return database.exists();
    }

    @Override
    public Connection openToRead() throws SQLException {
        if (!Files.isRegularFile(database.path())) {
            throw SqliteErrors.notAFile(name(), null);
        }
        if (isInUse("-wal") || isInUse("-journal")) {
            return database.openToRead();
        }
        return SqliteFile.open(database.path(), "mode=ro&immutable=1");
    }

    private boolean isInUse(String suffix) {
        return Files.exists(Path.of(database.path() + suffix));
    }

    @Override
    public Connection openToWrite() throws SQLException {
        return database.openToWrite();
    }

    @Override
    public Optional<Path> file() {
        return database.file();
    }

    @Override
    public boolean reusesConnections() {
        return false;
    }
}

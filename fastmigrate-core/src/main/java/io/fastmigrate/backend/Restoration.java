package io.fastmigrate.backend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/** One copying of a backup over a database that others may have open. */
final class Restoration {

    private static final int PAGES_PER_STEP = 256;

    private Restoration() {}

    /** Checks the backup, copies it, and checks the database. */
    static void run(SqliteSource source, Path backup, Duration patience) throws SQLException {
        boolean alone = !Files.exists(Path.of(backup + "-wal")) && !Files.exists(Path.of(backup + "-journal"));
        String parameters = alone ? "mode=ro&immutable=1" : "mode=ro";
        try (Connection reader = alone ? SqliteFile.open(backup, parameters) : new SqliteFile(backup).openToRead();
                Connection connection = source.openToWrite()) {
            BackupCheck.run(reader, "The backup " + backup);
            copy(SqliteSource.driverConnection(connection), SqliteFile.uri(backup, parameters), patience);
            BackupCheck.run(connection, "The restored database " + source.name());
        }
    }

    /**
     * Copies in one transaction, for which it waits with SQLite's own busy handler: while that one waits for those who
     * still read, it lets nobody else begin. The code that the driver returns is the one of the backup's side, which is
     * well when the database could not be written: what counts is that the last step was reported.
     */
    private static void copy(SQLiteConnection driver, String uri, Duration patience) throws SQLException {
        AtomicBoolean complete = new AtomicBoolean();
        DB database = driver.getDatabase();
        int busyTimeout = driver.getBusyTimeout();
        driver.setBusyTimeout(Math.toIntExact(patience.toMillis()));
        try {
            int code = database.restore(
                    "main", uri, (remaining, total) -> complete.set(remaining == 0), 0, 0, PAGES_PER_STEP);
            if (code != Codes.SQLITE_OK || !complete.get()) {
                database.throwex(code == Codes.SQLITE_OK ? Codes.SQLITE_ERROR : code);
            }
        } finally {
            driver.setBusyTimeout(busyTimeout);
        }
    }
}

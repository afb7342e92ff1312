package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sqlite.connection.BusyWait;
import io.fastmigrate.internal.sqlite.connection.SafeSettings;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * One copying of a backup over a database that others may have open.
 *
 * @param waiting how long to wait for them
 * @param guard is asked last, when no one else can write any more
 */
record Restoration(SqliteSource source, Path backup, Waiting waiting, Guard guard) {

    /** The driver hands on SQLite's own texts, but not the codes that they stand for. */
    private static final Map<String, Integer> CODES = Map.of(
            "database or disk is full", Codes.SQLITE_FULL,
            "attempt to write a readonly database", Codes.SQLITE_READONLY,
            "disk I/O error", Codes.SQLITE_IOERR);

    private static final int PAGES_PER_STEP = 256;

    /** Who may still say no. */
    interface Guard {

        /** Is given the connection that is going to write. */
        void opened(Connection connection) throws SQLException;

        /** Tells whether to go on. The connection is in a transaction, and no other one can write. */
        boolean allows(Connection connection) throws SQLException;
    }

    /** Checks the backup, copies it in one transaction, and checks the database; nothing is changed if the guard says no. */
    void run() {
        if (!Files.isRegularFile(backup)) {
            throw refused("There is no such file.");
        }
        boolean alone = !Files.exists(Path.of(backup + "-wal")) && !Files.exists(Path.of(backup + "-journal"));
        String parameters = alone ? "mode=ro&immutable=1" : "mode=ro";
        try (Connection reader = alone ? SqliteFile.open(backup, parameters) : new SqliteFile(backup).openToRead()) {
            BackupCheck.run(reader, "The backup " + backup);
            write(reader, SqliteFile.uri(backup, parameters));
        } catch (SQLException e) {
            throw failed(SqliteErrors.translate(new SqliteFile(backup), e));
        }
    }

    private void write(Connection reader, String uri) {
        try {
            if (source.file().filter(this::isBackup).isPresent()) {
                throw refused("It is the database itself.");
            }
            writeFrom(reader, uri);
        } catch (SQLException e) {
            throw failed(SqliteErrors.translate(source, e));
        }
    }

    private void writeFrom(Connection reader, String uri) throws SQLException {
        try (Connection connection = source.openToWrite()) {
            SafeSettings.beforeWriting(connection, source.name());
            guard.opened(connection);
            requireSamePages(reader, connection);
            SQLiteConnection driver = SqliteSource.driverConnection(connection);
            BusyWait.toTheEnd(connection, waiting);
            copyIfAllowed(driver, uri);
        }
    }

    private void copyIfAllowed(SQLiteConnection driver, String uri) throws SQLException {
        boolean allowed;
        try (ExclusiveAccess access = ExclusiveAccess.begin(driver)) {
            allowed = guard.allows(driver);
            access.end();
            if (allowed) {
                copy(driver, uri);
            }
        }
        if (allowed) {
            BackupCheck.run(driver, "The restored database " + source.name());
        }
    }

    /** Waits in a busy handler of SQLite's: while that one waits for those who still read, no one else can begin. */
    private void copy(SQLiteConnection driver, String uri) throws SQLException {
        AtomicBoolean complete = new AtomicBoolean();
        DB database = driver.getDatabase();
        int code =
                database.restore("main", uri, (remaining, total) -> complete.set(remaining == 0), 0, 0, PAGES_PER_STEP);
        // The code is the one of the backup's side, which is well when the database could not be written.
        if (code != Codes.SQLITE_OK || !complete.get()) {
            throw cause(driver, code);
        }
    }

    /** The driver tells only the text of what happened to the database. Whether it is locked can be tried. */
    private static SQLException cause(SQLiteConnection driver, int code) {
        SQLException said = said(driver, code);
        try {
            driver.setBusyTimeout(0);
            Sql.run(driver, "BEGIN EXCLUSIVE");
            Sql.run(driver, "ROLLBACK");
            return said;
        } catch (SQLException e) {
            SQLException told = SqliteErrors.isBusy(e) ? e : said;
            told.addSuppressed(told == e ? said : e);
            return told;
        }
    }

    private static SQLException said(SQLiteConnection driver, int code) {
        try {
            driver.getDatabase().throwex(code == Codes.SQLITE_OK ? Codes.SQLITE_ERROR : code);
            return new SQLException("the copy was not completed");
        } catch (SQLException e) {
            Integer known = CODES.get(SqliteErrors.message(e));
            return known == null ? e : DB.newSQLException(known, SqliteErrors.message(e));
        }
    }

    private void requireSamePages(Connection reader, Connection connection) throws SQLException {
        String expected = Sql.string(connection, "PRAGMA main.page_size");
        String found = Sql.string(reader, "PRAGMA main.page_size");
        if (!expected.equals(found)
                && Sql.string(connection, "PRAGMA main.journal_mode").equals("wal")) {
            throw Bridge.errors()
                    .backupFailed(
                            "The backup " + backup + " was not restored: its pages have " + found + " bytes, those of "
                                    + source.name() + " have " + expected
                                    + ", and a database in WAL mode cannot change that.",
                            "Take the database out of WAL mode (PRAGMA journal_mode = DELETE), then restore again.",
                            null);
        }
    }

    private boolean isBackup(Path file) {
        try {
            return Files.isSameFile(file, backup);
        } catch (IOException e) {
            return false;
        }
    }

    private BackupFailedException refused(String why) {
        return Bridge.errors()
                .backupFailed(
                        "The backup " + backup + " was not restored. " + why,
                        "Specify the file that the backup wrote (<database>.<date>_<time>.backup).",
                        null);
    }

    private BackupFailedException failed(FastMigrateException e) {
        return Bridge.errors()
                .backupFailed("The backup " + backup + " was not restored. " + e.getMessage(), e.advice(), e);
    }
}

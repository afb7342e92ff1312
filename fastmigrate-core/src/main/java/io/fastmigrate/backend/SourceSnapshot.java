package io.fastmigrate.backend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * A database as it is at one moment, to be copied. Its read transaction is held until the copy is complete: without it
 * every commit of another process makes SQLite start the copy anew, without end if they come often enough.
 */
final class SourceSnapshot implements AutoCloseable {

    /** How long to wait for a writer who is just committing. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** 1 MiB with pages of 4 KiB: more is no faster, and an interrupt is seen between two steps. */
    private static final int PAGES_PER_STEP = 256;

    /**
     * A second, read-only connection to a file, closed last: it keeps the other one from moving a left-over WAL into
     * the database when it closes. Null where connections belong to the application.
     */
    private final @Nullable Connection keeper;

    private final Connection connection;
    private final SQLiteConnection driver;
    private final int busyTimeout;
    private final long bytes;

    private SourceSnapshot(@Nullable Connection keeper, Connection connection) throws SQLException {
        this.keeper = keeper;
        this.connection = connection;
        this.driver = SqliteSource.driverConnection(connection);
        this.busyTimeout = driver.getBusyTimeout();
        try {
            driver.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
            Sql.run(connection, "BEGIN");
            this.bytes = Long.parseLong(Sql.string(connection, "PRAGMA main.page_count"))
                    * Long.parseLong(Sql.string(connection, "PRAGMA main.page_size"));
        } catch (SQLException e) {
            rollBack();
            throw e;
        }
    }

    /** Opens a database and takes the snapshot; the caller closes it. */
    static SourceSnapshot open(SqliteSource source) throws SQLException {
        Connection keeper = source.reusesConnections() ? null : source.openToRead();
        Connection connection = null;
        try {
            connection = keeper == null ? source.openToRead() : source.openToWrite();
            return new SourceSnapshot(keeper, connection);
        } catch (SQLException e) {
            close(connection, keeper);
            throw e;
        }
    }

    /** Returns how many bytes a copy needs. */
    long bytes() {
        return bytes;
    }

    /** Copies every page to an empty file that nobody else knows. */
    void copyTo(Path file) throws SQLException {
        String target = SqliteFile.uri(file, "mode=rw");
        DB database = driver.getDatabase();
        int code = database.backup("main", target, (remaining, total) -> stopIfInterrupted(), 0, 0, PAGES_PER_STEP);
        if (Thread.currentThread().isInterrupted()) {
            throw SqliteBackup.interrupted();
        }
        if (code != Codes.SQLITE_OK) {
            throw DB.newSQLException(code, "the copy could not be completed");
        }
    }

    /**
     * The driver's loop cannot be told to stop. But it does when SQLite says that the source is being written, and SQLite
     * says so while this connection has the write lock. Nothing is written; and where the lock cannot be had (without
     * rights, or while another writes), the copy goes on to its next step.
     */
    private void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            rollBack();
            try {
                driver.setBusyTimeout(0);
                Sql.run(connection, "BEGIN IMMEDIATE");
            } catch (SQLException e) {
                // The next step comes soon.
                return;
            }
        }
    }

    private void rollBack() {
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            // No transaction is open.
            return;
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            rollBack();
            driver.setBusyTimeout(busyTimeout);
        } finally {
            close(connection, keeper);
        }
    }

    private static void close(@Nullable Connection first, @Nullable Connection last) throws SQLException {
        try {
            if (first != null) {
                first.close();
            }
        } finally {
            if (last != null) {
                last.close();
            }
        }
    }
}

package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.connection.BusyWait;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Files;
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
 * every commit of another process makes SQLite start the copy again, without end if they come often enough.
 */
public final class SourceSnapshot implements AutoCloseable {

    /**
     * How often to look whether the writers let go. SQLite's own busy handler looks ten times a second at last, and
     * between writers in quick succession it can miss every gap for minutes.
     */
    private static final Duration POLL = Duration.ofMillis(2);

    /** 1 MiB with pages of 4 KiB: more is no faster, and an interrupt is seen between two steps. */
    static final int PAGES_PER_STEP = 256;

    /**
     * A second, read-only connection to a file with a WAL, closed last: it keeps the other one from moving a left-over
     * WAL into the database when it closes.
     */
    private final @Nullable Connection keeper;

    private final Connection connection;
    private final SQLiteConnection driver;
    private final int busyTimeout;

    private final @Nullable CommitWatch watch;

    private SourceSnapshot(@Nullable Connection keeper, Connection connection, @Nullable CommitWatch watch)
            throws SQLException {
        this.keeper = keeper;
        this.watch = watch;
        this.connection = connection;
        this.driver = SqliteSource.driverConnection(connection);
        this.busyTimeout = driver.getBusyTimeout();
    }

    /** Opens a database and takes the snapshot; the caller closes it. */
    public static SourceSnapshot open(SqliteSource source) throws SQLException {
        return open(source, source.waiting().timeout());
    }

    public static SourceSnapshot open(SqliteSource source, Duration patience) throws SQLException {
        return open(source, patience, null);
    }

    /**
     * Opens a database and takes the snapshot; the caller closes it.
     *
     * @param patience how long to wait for writers
     * @param watch begins with the snapshot, and goes on when this is closed; null for none
     */
    public static SourceSnapshot open(SqliteSource source, Duration patience, @Nullable CommitWatch watch)
            throws SQLException {
        Connection keeper = keeper(source);
        Connection connection = null;
        SourceSnapshot snapshot = null;
        try {
            connection = source.openToWrite();
            snapshot = new SourceSnapshot(keeper, connection, watch);
            snapshot.begin(new Waiting(patience, source.waiting().listener()));
            if (watch != null) {
                watch.begin(connection);
            }
            return snapshot;
        } catch (SQLException | RuntimeException | Error e) {
            SourceSnapshot begun = snapshot;
            Connection opened = connection;
            Afterwards.attempt(e, () -> {
                if (begun != null) {
                    begun.close();
                } else {
                    close(opened, keeper);
                }
            });
            throw e;
        }
    }

    private static @Nullable Connection keeper(SqliteSource source) throws SQLException {
        if (source.reusesConnections()) {
            return null;
        }
        Path file = source.file().orElse(null);
        return file != null && Files.exists(Path.of(file + "-wal")) ? new SqliteFile(file).openToRead() : null;
    }

    private void begin(Waiting waiting) throws SQLException {
        Deadline deadline = new Deadline(waiting);
        driver.setBusyTimeout(0);
        Sql.run(connection, "BEGIN");
        while (!hasBegunToRead()) {
            deadline.tell(null);
            if (deadline.isOver()) {
                BusyWait.measured(deadline.waited());
                throw DB.newSQLException(Codes.SQLITE_BUSY, "database is locked");
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw BackupCheck.interrupted();
            }
        }
    }

    private boolean hasBegunToRead() throws SQLException {
        try {
            bytes();
            return true;
        } catch (SQLException e) {
            if (SqliteErrors.isBusy(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Returns how many bytes a copy needs. */
    public long bytes() throws SQLException {
        return Long.parseLong(Sql.string(connection, "PRAGMA main.page_count")) * pageSize();
    }

    private long pageSize() throws SQLException {
        return Long.parseLong(Sql.string(connection, "PRAGMA main.page_size"));
    }

    /** Copies every page to an empty file that no one else knows. */
    public void copyTo(Path file, CopyListener listener) throws SQLException {
        String target = SqliteFile.uri(file, "mode=rw");
        DB database = driver.getDatabase();
        long pageSize = pageSize();
        DB.ProgressObserver observer = (remaining, total) -> {
            listener.copied((total - remaining) * pageSize, total * pageSize);
            stopIfInterrupted();
        };
        int code = database.backup("main", target, observer, 0, 0, PAGES_PER_STEP);
        if (Thread.currentThread().isInterrupted()) {
            throw BackupCheck.interrupted();
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
            if (watch != null) {
                watch.leave(connection);
            }
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

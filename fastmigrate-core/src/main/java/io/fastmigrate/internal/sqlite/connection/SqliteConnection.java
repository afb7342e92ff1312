package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.file.ShadowDirectory;
import io.fastmigrate.internal.waiting.Deadline;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteConnectionConfig;

/** The connection that migrates: its transactions, its wait for others, and how a long statement is interrupted. */
public final class SqliteConnection implements AutoCloseable {

    private static final int POLL_MILLIS = 20;

    /** In steps of SQLite's virtual machine; some milliseconds. */
    private static final int STEPS_BETWEEN_LOOKS = 50_000;

    private final SqliteSource source;
    private final Waiting waiting;
    private final Connection connection;
    private final ForeignKeys foreignKeyList;
    private final PersistentJournal journal;
    private final SQLiteConnectionConfig driverSettings;
    private final boolean generatedKeys;
    private boolean foreignKeys;

    /** Off inside a transaction: there only a full cache waits, for readers, and can as well grow instead. */
    private final BusyWait patience;

    private SqliteConnection(SqliteSource source, Waiting waiting, Connection connection) throws SQLException {
        this.source = source;
        this.waiting = waiting;
        this.connection = connection;
        this.foreignKeyList = new ForeignKeys(connection);
        this.journal = new PersistentJournal(connection);
        this.driverSettings = SqliteSource.driverConnection(connection).getConnectionConfig();
        this.generatedKeys = driverSettings.isGetGeneratedKeys();
        driverSettings.setGetGeneratedKeys(false);
        this.patience = BusyWait.on(connection, waiting);
        SafeSettings.beforeWriting(connection, source.name());
        StatementLimits.raise(connection);
        Sql.run(connection, "PRAGMA foreign_keys = OFF");
    }

    public static SqliteConnection open(SqliteSource source, Waiting waiting) throws SQLException {
        Connection connection = source.openToWrite();
        try {
            return new SqliteConnection(source, waiting, connection);
        } catch (SQLException | RuntimeException | Error e) {
            Afterwards.attempt(e, connection::close);
            throw e;
        }
    }

    public ForeignKeys foreignKeys() {
        return foreignKeyList;
    }

    /** Tells whether it leads to the private copy of a rehearsal. */
    public boolean isRehearsal() throws SQLException {
        return file().filter(RehearsalDirectory::holds).isPresent();
    }

    /** Tells whether it leads to a temporary database that scripts alone have made. */
    public boolean isShadow() throws SQLException {
        return file().filter(ShadowDirectory::holds).isPresent();
    }

    private Optional<Path> file() throws SQLException {
        return SqliteSource.fileOf(connection).map(Path::of);
    }

    public Connection jdbc() {
        return connection;
    }

    /** Switches enforcement; without effect inside a transaction, as SQLite has it. */
    public void enforceForeignKeys(boolean on) throws SQLException {
        if (on != foreignKeys) {
            Sql.run(connection, "PRAGMA foreign_keys = " + (on ? "ON" : "OFF"));
            foreignKeys = on;
        }
    }

    /** Where many transactions follow, keeps their journal's file; without effect where that is no matter. */
    public void keepJournal() throws SQLException {
        journal.keep();
    }

    /** Has each transaction remove its journal again, as SQLite does unless told otherwise. */
    public void removeJournal() throws SQLException {
        journal.remove();
    }

    /**
     * Begins a transaction that may write.
     *
     * @throws LockTimeoutException if others kept the database locked for too long
     */
    public void begin() throws SQLException {
        retryWhileBusy("BEGIN IMMEDIATE");
    }

    /** Commits; waits for readers to end where the journal mode makes it wait. */
    public void commit() throws SQLException {
        retryWhileBusy("COMMIT");
        patience.waits(true);
    }

    private void retryWhileBusy(String sql) throws SQLException {
        patience.waits(false);
        Deadline deadline = new Deadline(waiting);
        while (true) {
            try {
                Sql.run(connection, sql);
                return;
            } catch (SQLException e) {
                if (!SqliteErrors.isBusy(e)) {
                    throw e;
                }
                deadline.tell(null);
                if (deadline.isOver()) {
                    rollBackQuietly();
                    throw (LockTimeoutException) SqliteErrors.translate(source, e, deadline.waited());
                }
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors().interruptedWhileWaiting(source.name());
        }
    }

    /** Ends whatever transaction there is; there may be none. */
    public void rollBackQuietly() {
        patience.waits(true);
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            // No transaction is active, or the connection is of no use any more and is closed soon.
        }
    }

    /** Waits for others as before, where a script or a migration has told the connection to wait otherwise. */
    public void waitAgain() throws SQLException {
        patience.putBack(connection);
    }

    /** Runs work that may ask for generated keys, which the driver else would prepare a query for at each INSERT. */
    public void withGeneratedKeys(Sql.Work work) throws SQLException {
        driverSettings.setGetGeneratedKeys(generatedKeys);
        try {
            work.run();
        } finally {
            driverSettings.setGetGeneratedKeys(false);
        }
    }

    /**
     * Runs work that ends with {@code SQLITE_INTERRUPT} soon after this thread is interrupted.
     *
     * @param heartbeat is called on this thread every few milliseconds while a statement runs
     */
    public void interruptibly(Sql.Work work, Runnable heartbeat) throws SQLException {
        SQLiteConnection driver = SqliteSource.driverConnection(connection);
        ProgressHandler.setHandler(driver, STEPS_BETWEEN_LOOKS, new InterruptWatch(heartbeat));
        try {
            work.run();
        } catch (SQLException | RuntimeException | Error e) {
            Afterwards.attempt(e, () -> stopWatching(driver));
            throw e;
        }
        stopWatching(driver);
    }

    private static void stopWatching(SQLiteConnection driver) throws SQLException {
        if (!driver.isClosed()) {
            ProgressHandler.clearHandler(driver);
        }
    }

    /** Ends whatever transaction there is. A borrowed connection goes back as it was, or is ended for good. */
    @Override
    public void close() {
        try (Connection last = connection) {
            if (!last.isClosed()) {
                rollBackQuietly();
                journal.removeQuietly();
            }
            driverSettings.setGetGeneratedKeys(generatedKeys);
        } catch (SQLException e) {
            // Closing is the last thing that is done with it.
            return;
        }
    }

    private static final class InterruptWatch extends ProgressHandler {

        private final Runnable heartbeat;

        InterruptWatch(Runnable heartbeat) {
            this.heartbeat = heartbeat;
        }

        @Override
        protected int progress() {
            heartbeat.run();
            return Thread.currentThread().isInterrupted() ? 1 : 0;
        }
    }
}

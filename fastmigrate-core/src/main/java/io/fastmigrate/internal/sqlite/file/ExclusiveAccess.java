package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.internal.sqlite.connection.PersistentJournal;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/**
 * Keeps other writers out of a database from a check up to the copy that follows it. SQLite's backup begins its own
 * transaction, so the lock has to outlive ours: with a rollback journal, by <a
 * href="https://www.sqlite.org/pragma.html#pragma_locking_mode">locking_mode EXCLUSIVE</a>. A write-ahead log has no such
 * lock while others have the database open: there a writer can still come in the instant between {@link #end} and the copy.
 */
final class ExclusiveAccess implements AutoCloseable {

    private final SQLiteConnection connection;
    private final PersistentJournal journal;
    private final boolean keepsLock;
    private boolean inTransaction;

    private ExclusiveAccess(SQLiteConnection connection, boolean keepsLock) {
        this.connection = connection;
        this.journal = new PersistentJournal(connection);
        this.keepsLock = keepsLock;
    }

    /** Waits for others as the connection does, and begins a transaction in which no one else can write. */
    static ExclusiveAccess begin(SQLiteConnection connection) throws SQLException {
        boolean wal = Sql.string(connection, "PRAGMA main.journal_mode").equals("wal");
        boolean normal = Sql.string(connection, "PRAGMA main.locking_mode").equals("normal");
        ExclusiveAccess access = new ExclusiveAccess(connection, !wal && normal);
        try {
            access.lock(wal);
            return access;
        } catch (SQLException | RuntimeException | Error e) {
            access.close();
            throw e;
        }
    }

    private void lock(boolean wal) throws SQLException {
        if (keepsLock) {
            Sql.string(connection, "PRAGMA main.locking_mode = EXCLUSIVE");
        }
        Sql.run(connection, wal ? "BEGIN IMMEDIATE" : "BEGIN EXCLUSIVE");
        inTransaction = true;
    }

    /** Ends the transaction, and keeps the lock where that is possible. */
    void end() throws SQLException {
        Sql.run(connection, "COMMIT");
        inTransaction = false;
    }

    /**
     * Lets others in again; never throws, since what was copied is copied, and what failed is told. SQLite may have rolled back
     * by itself. The lock ends with the connection at the latest.
     */
    @Override
    public void close() {
        if (inTransaction) {
            attempt(() -> Sql.run(connection, "ROLLBACK"));
        }
        if (keepsLock) {
            attempt(() -> Sql.string(connection, "PRAGMA main.locking_mode = NORMAL"));
            attempt(() -> Sql.string(connection, "SELECT 1 FROM main.sqlite_schema LIMIT 1"));
            attempt(() -> {
                journal.keep();
                journal.remove();
            });
        }
    }

    private static void attempt(Sql.Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            // The next is tried all the same.
            return;
        }
    }
}

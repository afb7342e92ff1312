package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.pool.SessionState;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConnection;

/** What an application's connection to SQLite was like when it was lent: the little that reading changes, or all of it. */
final class LentState implements SessionState {

    private final Connection connection;
    private final Waiting waiting;
    private final boolean inMemory;

    /** Empty as long as it is only read from. */
    private Optional<ConnectionState> before = Optional.empty();

    private LentState(Connection connection, Waiting waiting) throws SQLException {
        this.connection = connection;
        this.waiting = waiting;
        this.inMemory = SqliteSource.fileOf(connection).isEmpty();
    }

    /**
     * Borrows a connection, which is given back when it is closed; {@code autoCommit} is on.
     *
     * @throws InvalidSettingException if it is in the middle of a transaction, which is for the application to commit or not
     */
    static Connection borrow(DataSource dataSource, String name, Waiting waiting) throws SQLException {
        Loan loan = Loan.of(dataSource, SQLiteConnection.class);
        try {
            Connection connection = loan.jdbc();
            int isolation = connection.getTransactionIsolation();
            loan.requireIdle(name, LentState::isInTransaction);
            loan.use();
            String busyTimeout = Sql.string(connection, "PRAGMA busy_timeout");
            LentState state = new LentState(connection, waiting);
            BusyWait.on(connection, waiting);
            loan.takeBack(lent -> {
                BusyHandler.clearHandler(SqliteSource.driverConnection(lent));
                Sql.run(lent, "PRAGMA busy_timeout = " + busyTimeout);
                if (lent.getTransactionIsolation() != isolation) {
                    lent.setTransactionIsolation(isolation);
                }
            });
            loan.remember(state);
            loan.touch();
            if (state.inMemory) {
                loan.keep();
            }
            return loan.asConnection();
        } catch (SQLException | RuntimeException | Error e) {
            loan.close();
            throw e;
        }
    }

    /** Returns the state of a connection that was lent; empty for one of our own. */
    static Optional<LentState> of(Connection connection) {
        Optional<Loan> loan = Loan.behind(connection);
        return loan.isEmpty() ? Optional.empty() : loan.get().before().map(LentState.class::cast);
    }

    /** Remembers all that makes the connection what it is, unless that is done already; tells whether it was done now. */
    boolean rememberAll() throws SQLException {
        boolean first = before.isEmpty();
        if (first) {
            before = Optional.of(ConnectionState.of(connection));
        }
        return first;
    }

    boolean isInMemory() {
        return inMemory;
    }

    /** Returns what the connection was like before anything was written; as it is now while nothing was. */
    ConnectionState state() throws SQLException {
        return before.isPresent() ? before.get() : ConnectionState.of(connection);
    }

    /**
     * Tells whether a transaction has read or written anything. With {@code autoCommit} off the driver begins one by itself; a
     * checkpoint, which changes no content, is refused only once it is more than begun.
     */
    private static boolean isInTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            return hasBegun(connection);
        }
        try {
            Sql.run(connection, "PRAGMA main.wal_checkpoint(PASSIVE)");
            return false;
        } catch (SQLException e) {
            return SqliteErrors.isBusy(e);
        }
    }

    /** An application may have sent its BEGIN as SQL, of which the driver knows nothing. */
    private static boolean hasBegun(Connection connection) throws SQLException {
        try {
            Sql.run(connection, "BEGIN");
        } catch (SQLException e) {
            return true;
        }
        Sql.run(connection, "ROLLBACK");
        return false;
    }

    @Override
    public boolean restore(Connection lent) throws SQLException {
        Duration waited = BusyWait.lastWait();
        try {
            endTransaction(lent);
            if (before.isPresent() && !inMemory && ActiveStatements.anyOn(lent)) {
                return false;
            }
            BusyWait.on(lent, waiting);
            return before.isEmpty() || before.get().putBack(lent);
        } finally {
            // Of what went wrong before, the error is yet to be told.
            BusyWait.measured(waited);
        }
    }

    /** Ends whatever transaction there is, and proves that there is none any more. */
    private static void endTransaction(Connection lent) throws SQLException {
        try {
            Sql.run(lent, "ROLLBACK");
        } catch (SQLException e) {
            // There was none, as there should be.
            if (SqliteErrors.isBusy(e)) {
                throw e;
            }
        }
        Sql.run(lent, "BEGIN");
        Sql.run(lent, "ROLLBACK");
    }
}

package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.pool.GuardedConnection;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/**
 * The transaction that a Java migration runs in. SQLite itself tells of every COMMIT and ROLLBACK, however it came about,
 * so that no one can end the transaction and begin another one without a word.
 */
final class JavaTransaction implements SQLiteCommitListener, AutoCloseable {

    private static final String LEAVE = "Leave BEGIN, COMMIT and ROLLBACK to the engine.";

    private final SQLiteConnection driver;
    private boolean committed;
    private boolean rolledBack;

    private JavaTransaction(SQLiteConnection driver) {
        this.driver = driver;
    }

    /** Watches the transaction that has begun; the caller closes it. */
    static JavaTransaction watch(Connection connection) throws SQLException {
        // Once something is written, SQLite ignores what would switch the transaction's journal off.
        Sql.run(connection, "PRAGMA main.user_version = " + Sql.string(connection, "PRAGMA main.user_version"));
        SQLiteConnection driver = SqliteSource.driverConnection(connection);
        JavaTransaction transaction = new JavaTransaction(driver);
        driver.addCommitListener(transaction);
        return transaction;
    }

    @Override
    public void onCommit() {
        committed = true;
    }

    @Override
    public void onRollback() {
        rolledBack = true;
    }

    /** Fails if the transaction is no longer the one that was watched from its beginning. */
    void requireSame() throws SQLException {
        if (!committed && driver.isClosed()) {
            throw StepFailedException.at(
                    null,
                    "the migration closed the driver's connection, which ended the transaction that contains"
                            + " its version.",
                    "Leave the connection open: the engine closes it.",
                    null);
        }
        if (committed) {
            throw StepFailedException.at(
                            null,
                            "the migration committed the transaction that contains its version: its changes"
                                    + " up to there are kept, but its version is not set.",
                            LEAVE,
                            null)
                    .leaving("Undo its changes by hand: it runs again from its beginning.");
        }
        if (rolledBack) {
            throw StepFailedException.at(
                    null, "the migration rolled back the transaction that contains its version.", LEAVE, null);
        }
    }

    /** Adds to the error of a migration that failed that it committed something before. */
    void failed(StepFailedException failure) {
        if (committed) {
            failure.leaving("The migration also committed the transaction that contains its version: undo"
                    + " its changes before that by hand.");
        }
    }

    /** Fails with the error of a migration that failed, if it committed something before. */
    void failed(SQLException e) {
        if (committed) {
            StepFailedException failure =
                    StepFailedException.at(null, SqliteErrors.message(e), SqlFailure.advice(e), e);
            failed(failure);
            throw failure;
        }
    }

    /** A migration can have closed the driver's own connection: the driver would then hand SQLite an address of nothing. */
    @Override
    public void close() throws SQLException {
        if (!driver.isClosed()) {
            driver.removeCommitListener(this);
        }
    }

    /** Refuses texts that would end the transaction, or would weaken it. */
    static void check(String sql) throws SQLException {
        for (SqlStatement statement : SqliteStatements.readable(sql)) {
            switch (statement.kind()) {
                case BEGIN, COMMIT, ROLLBACK -> throw GuardedConnection.refused("run " + statement.kind());
                default -> {
                    if (statement.isUnsafe()) {
                        throw GuardedConnection.refused("run " + statement.text());
                    }
                }
            }
        }
    }
}

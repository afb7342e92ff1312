package io.fastmigrate.internal.jdbc.lock;

import io.fastmigrate.Version;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.control.StatementCheckpoints;
import io.fastmigrate.internal.port.StepFailedException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The row of the checkpoint table that names the lease's holder by its token. The holder changes it at the beginning of each of its
 * transactions: no one takes the lease over in the middle of one, and whoever lost the lease in the meantime, as a process that
 * was paused, cannot begin another. On a cluster, whose nodes do not tell each other what is locked, two changes of one
 * row cannot both be committed.
 */
final class FencingToken {

    /** No script has it. */
    private static final int VERSION = 0;

    /** What the column takes. A migration a second would need 68 years to come so far. */
    private static final long HIGHEST = Integer.MAX_VALUE;

    private static final String ROW = " WHERE version = " + VERSION + " AND statement_number = 0";

    private FencingToken() {}

    static boolean isThere(Db db) throws SQLException {
        return db.exists(StatementCheckpoints.TABLE) && read(db).isPresent();
    }

    private static Optional<String> read(Db db) throws SQLException {
        return Rows.text(db.jdbc(), "SELECT line FROM " + db.table(StatementCheckpoints.TABLE) + ROW);
    }

    /**
     * Returns a token that is higher than the one of the lease's row and the one that is kept here: a person may have deleted
     * either row, changed it, or restored it as it was.
     *
     * @param lease the token of the lease's row
     */
    static long after(Db db, long lease) throws SQLException {
        long kept = read(db).map(Long::parseLong).orElse(0L);
        requireNext(lease, LeaseLock.TABLE + " WHERE id = 1");
        requireNext(kept, StatementCheckpoints.TABLE + " WHERE version = " + VERSION);
        return Math.max(Math.max(lease, kept), 0) + 1;
    }

    private static void requireNext(long token, String row) throws SQLException {
        if (token >= HIGHEST) {
            throw new SQLException("The migration lock has the token " + token + ", which has no next one; fastmigrate"
                    + " does not write such a token. While no process migrates, run: DELETE FROM " + row);
        }
    }

    /** Makes the row, and the checkpoint table where it is not there yet. */
    static void make(Db db) throws SQLException {
        new StatementCheckpoints(db, Version.ZERO).create();
        Rows.run(
                db.jdbc(),
                "INSERT INTO " + db.table(StatementCheckpoints.TABLE)
                        + " (version, statement_number, line, checksum, state) VALUES (" + VERSION
                        + ", 0, 0, 'odd', 'token')");
    }

    /** Keeps all holders of before out. Waits while one of them is in a transaction; false if there is a later one. */
    static boolean raise(Db db, long token) throws SQLException {
        return Rows.update(
                        db.jdbc(),
                        "UPDATE " + db.table(StatementCheckpoints.TABLE) + " SET line = ?" + ROW + " AND line < ?",
                        token,
                        token)
                == 1;
    }

    /**
     * Begins a transaction's work.
     *
     * @throws StepFailedException if the lease has another holder
     */
    static void pass(Db db, long token) throws SQLException {
        int changed = Rows.update(
                db.jdbc(),
                "UPDATE " + db.table(StatementCheckpoints.TABLE)
                        + " SET checksum = CASE WHEN checksum = 'odd' THEN 'even' ELSE 'odd' END" + ROW
                        + " AND line = ?",
                token);
        if (changed == 0) {
            throw lost();
        }
    }

    static StepFailedException lost() {
        return StepFailedException.at(
                null,
                "the migration lock could not be renewed in time, and another process may have it by now; or its row"
                        + " was changed or deleted.",
                "Check that the network and this machine are not overloaded and that no one edits the tables "
                        + LeaseLock.TABLE + " and " + StatementCheckpoints.TABLE
                        + ", and migrate again: nothing needs to be cleaned up.",
                null);
    }
}

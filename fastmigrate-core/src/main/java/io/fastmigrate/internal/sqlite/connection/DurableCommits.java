package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A commit is the removal of its rollback journal, and unless told otherwise SQLite leaves it to the file system when that
 * reaches the disk. A power cut can then bring the journal back, and with it what was before; and where the commit made the
 * file smaller (a restore, {@code VACUUM}, {@code auto_vacuum}), a journal that is back lacks the pages that were cut off, and
 * the database is malformed. <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">synchronous EXTRA</a> syncs the
 * removal too. With a write-ahead log it is the same as FULL.
 */
public final class DurableCommits {

    private static final String SYNCHRONOUS = "PRAGMA main.synchronous";

    private final Connection connection;
    private final String before;

    private DurableCommits(Connection connection, String before) {
        this.connection = connection;
        this.before = before;
    }

    /** Makes the commits of a connection durable. */
    public static DurableCommits on(Connection connection) throws SQLException {
        String before = Sql.string(connection, SYNCHRONOUS);
        Sql.run(connection, SYNCHRONOUS + " = EXTRA");
        return new DurableCommits(connection, before);
    }

    /** Puts the connection's own setting back; where that fails, nothing that was done is less done for it. */
    public void putBack() {
        try {
            Sql.run(connection, SYNCHRONOUS + " = " + before);
        } catch (SQLException e) {
            // Who lent the connection gets another one for it.
            return;
        }
    }
}

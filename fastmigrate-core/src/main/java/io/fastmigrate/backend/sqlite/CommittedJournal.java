package io.fastmigrate.backend.sqlite;

import io.fastmigrate.backend.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A commit is the removal of its rollback journal, and SQLite leaves it to the file system when that reaches the disk: a
 * power cut can bring the journal back, and with it what was before (<a
 * href="https://www.sqlite.org/pragma.html#pragma_synchronous">synchronous FULL, not EXTRA</a>). Once for all transactions
 * of a connection is enough, before anybody is told that they are done.
 */
final class CommittedJournal {

    private CommittedJournal() {}

    /** Brings to the disk that the journals of a connection's transactions are gone. */
    static void syncRemoval(Connection connection) throws SQLException {
        String file = Sql.string(connection, "SELECT file FROM pragma_database_list WHERE name = 'main'");
        if (file.isEmpty() || Sql.string(connection, "PRAGMA main.journal_mode").equals("wal")) {
            return;
        }
        try {
            DurableFiles.syncName(Path.of(file));
        } catch (IOException e) {
            // It is committed all the same, for every program that opens the database.
            return;
        }
    }
}

package io.fastmigrate.backend;

import io.fastmigrate.model.BackupFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;

/** SQLite's <a href="https://www.sqlite.org/pragma.html#pragma_quick_check">quick_check</a> of a whole database. */
final class BackupCheck {

    private static final int STEPS_BETWEEN_LOOKS = 100_000;

    private BackupCheck() {}

    /**
     * Checks a file that nobody else uses and leaves nothing beside it. An interrupt stops it.
     *
     * @throws BackupFailedException if the file is damaged
     */
    static void interruptible(Path file) throws SQLException {
        try (Connection connection = SqliteFile.open(file, "mode=ro&immutable=1")) {
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return Thread.currentThread().isInterrupted() ? 1 : 0;
                }
            });
            run(connection, "The copy");
        } catch (SQLException e) {
            if (SqliteErrors.isInterrupt(e)) {
                throw SqliteBackup.interrupted();
            }
            throw e;
        }
    }

    /**
     * Runs the check.
     *
     * @param what is checked, for the message
     * @throws BackupFailedException if it is damaged
     */
    static void run(Connection connection, String what) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA main.quick_check(3)")) {
            while (rows.next()) {
                findings.add(rows.getString(1));
            }
        }
        if (!findings.equals(List.of("ok"))) {
            throw new BackupFailedException(
                    what + " did not pass SQLite's check: " + String.join("; ", findings),
                    "The database itself is damaged, or the disk is: run PRAGMA integrity_check on the database.",
                    null);
        }
    }
}

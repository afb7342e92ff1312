package io.fastmigrate.backend.sqlite;

import io.fastmigrate.model.BackupFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/** SQLite's <a href="https://www.sqlite.org/pragma.html#pragma_quick_check">quick_check</a> of a whole database. */
final class BackupCheck {

    private static final int STEPS_BETWEEN_LOOKS = 100_000;
    private static final List<String> SOUND = List.of("ok");

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
        List<String> findings = findings(connection);
        if (!findings.equals(SOUND)) {
            throw new BackupFailedException(
                    what + " did not pass SQLite's check: " + String.join("; ", findings),
                    "The database itself is damaged, or the disk is: run PRAGMA integrity_check on the database.",
                    null);
        }
    }

    /** A table may need a collation or a function that only the application has; then the others are checked. */
    private static List<String> findings(Connection connection) throws SQLException {
        try {
            return check(connection, "3");
        } catch (SQLException e) {
            if (!isUnknownToSqlite(e)) {
                throw e;
            }
        }
        for (String table : tables(connection)) {
            try {
                List<String> findings = check(connection, Sql.quoted(table));
                if (!findings.equals(SOUND)) {
                    return findings;
                }
            } catch (SQLException e) {
                if (!isUnknownToSqlite(e)) {
                    throw e;
                }
            }
        }
        return SOUND;
    }

    private static boolean isUnknownToSqlite(SQLException e) {
        SQLiteErrorCode code = SqliteErrors.code(e);
        return code == SQLiteErrorCode.SQLITE_ERROR || code == SQLiteErrorCode.SQLITE_ERROR_MISSING_COLLSEQ;
    }

    private static List<String> check(Connection connection, String argument) throws SQLException {
        return column(connection, "PRAGMA main.quick_check(" + argument + ")");
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return column(connection, "SELECT name FROM main.sqlite_schema WHERE type = 'table'");
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}

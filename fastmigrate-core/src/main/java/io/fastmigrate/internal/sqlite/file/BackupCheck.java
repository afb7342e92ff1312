package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
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
public final class BackupCheck {

    private static final int STEPS_BETWEEN_LOOKS = 100_000;
    private static final List<String> SOUND = List.of("ok");
    private static final int SHOWN = 20;

    /**
     * What a check found.
     *
     * @param damage in SQLite's words; empty for none
     * @param unchecked tables that need a function or a collation that only the application has
     */
    public record Findings(List<String> damage, List<String> unchecked) {}

    private BackupCheck() {}

    /**
     * Checks a file that no one else uses and leaves nothing beside it. An interrupt stops it.
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
                throw interrupted();
            }
            throw e;
        }
    }

    static BackupFailedException interrupted() {
        return Bridge.errors()
                .backupFailed("The backup was interrupted; nothing of it is left.", "Run it again.", null);
    }

    /**
     * Runs the check.
     *
     * @param what is checked, for the message
     * @throws BackupFailedException if it is damaged
     */
    static void run(Connection connection, String what) throws SQLException {
        List<String> damage = findings(connection, "quick_check").damage();
        if (!damage.isEmpty()) {
            throw Bridge.errors()
                    .backupFailed(
                            what + " did not pass SQLite's check: " + String.join("; ", damage),
                            "The database itself is damaged, or the disk is: run PRAGMA integrity_check on the database.",
                            null);
        }
    }

    /**
     * Checks a database with one of SQLite's two pragmas. A table may need a collation or a function that only the
     * application has; then the others are checked, one by one.
     *
     * @param pragma {@code quick_check} or {@code integrity_check}
     */
    public static Findings findings(Connection connection, String pragma) throws SQLException {
        try {
            return new Findings(check(connection, pragma, String.valueOf(SHOWN)), List.of());
        } catch (SQLException e) {
            if (!isUnknownToSqlite(e)) {
                throw e;
            }
        }
        List<String> damage = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        for (String table : column(connection, "SELECT name FROM main.sqlite_schema WHERE type = 'table'")) {
            try {
                damage.addAll(check(connection, pragma, Sql.quoted(table)));
            } catch (SQLException e) {
                if (!isUnknownToSqlite(e)) {
                    throw e;
                }
                unchecked.add(table);
            }
        }
        return new Findings(damage, unchecked);
    }

    private static boolean isUnknownToSqlite(SQLException e) {
        SQLiteErrorCode code = SqliteErrors.code(e);
        return code == SQLiteErrorCode.SQLITE_ERROR || code == SQLiteErrorCode.SQLITE_ERROR_MISSING_COLLSEQ;
    }

    private static List<String> check(Connection connection, String pragma, String argument) throws SQLException {
        List<String> findings = column(connection, "PRAGMA main." + pragma + "(" + argument + ")");
        return findings.equals(SOUND) ? List.of() : findings;
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

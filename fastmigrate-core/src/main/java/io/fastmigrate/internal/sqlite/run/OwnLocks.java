package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Script;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** Locks that a script or a Java migration runs into because of what it does itself: no wait would end them. */
public final class OwnLocks {

    static final String CLOSE_STATEMENT =
            "A statement or result set of the same connection is still open: close it first"
                    + " (try-with-resources does), and migrate again.";

    private OwnLocks() {}

    /** Returns the error of a script that ran into its own lock; null where the lock may be another one's. */
    public static @Nullable StepFailedException of(Connection connection, SQLException e) {
        if (isOfAStatement(e)) {
            return StepFailedException.at(
                    null, SqliteErrors.message(e) + " [" + SqliteErrors.codeText(e) + "]", CLOSE_STATEMENT, e);
        }
        return SqliteErrors.isBusy(e) ? attachedTwice(connection, null, e) : null;
    }

    /** Returns the error of a Java migration that ended with a lock, or with something that a lock caused; null otherwise. */
    static @Nullable StepFailedException ofMigration(Connection connection, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && SqliteErrors.isBusy(e)) {
                StepFailedException own = of(connection, e);
                return own != null ? own : ofAnotherConnection(thrown, e);
            }
        }
        return null;
    }

    private static StepFailedException ofAnotherConnection(Throwable thrown, SQLException e) {
        return StepFailedException.at(
                null,
                SqliteErrors.message(e) + " [" + SqliteErrors.codeText(e) + "]: a connection other than the"
                        + " migration's cannot write to this database while it runs, because of the"
                        + " transaction that contains the migration and its version.",
                "Do all work on this database with the connection that it is given. If the connection is to"
                        + " another database, find out which program locks it.",
                thrown);
    }

    /**
     * Tells whether a statement of the same connection is in the way, as for a table that it reads. For one that is still
     * writing SQLite has no code for this, only a text.
     */
    static boolean isOfAStatement(SQLException e) {
        if (SqliteErrors.isBusy(e) && SqliteErrors.message(e).contains("SQL statements in progress")) {
            return true;
        }
        return SqliteErrors.isLocked(e) && SqliteErrors.code(e) != SQLiteErrorCode.SQLITE_LOCKED_SHAREDCACHE;
    }

    /** Fails if the database itself is attached: its transaction would wait for itself. */
    static void requireNotAttachedTwice(Connection connection, Script.Position position) throws SQLException {
        StepFailedException twice = attachedTwice(connection, position, null);
        if (twice != null) {
            throw twice;
        }
    }

    private static @Nullable StepFailedException attachedTwice(
            Connection connection, Script.@Nullable Position position, @Nullable SQLException cause) {
        try (Statement statement = connection.createStatement();
                ResultSet databases =
                        statement.executeQuery("SELECT name, file FROM pragma_database_list ORDER BY seq")) {
            String main = "";
            while (databases.next()) {
                String name = databases.getString("name");
                String file = databases.getString("file");
                if (name.equals("main")) {
                    main = file == null ? "" : file;
                } else if (isSame(main, file)) {
                    return StepFailedException.at(
                            position,
                            "the migrated database is attached a second time, as " + name
                                    + ", so its transaction would wait for itself.",
                            "Remove ATTACH, and name the tables without " + name + ", or with main.",
                            cause);
                }
            }
            return null;
        } catch (SQLException e) {
            return null;
        }
    }

    private static boolean isSame(String main, @Nullable String file) {
        try {
            return !main.isEmpty() && file != null && !file.isEmpty() && Files.isSameFile(Path.of(main), Path.of(file));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}

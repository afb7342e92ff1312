package io.fastmigrate.lint.internal.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite says, without what the driver puts around it. */
public final class SqliteMessages {

    private SqliteMessages() {}

    /** Returns the message of SQLite itself. */
    public static String of(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof SQLiteException) {
            int code = message.indexOf("] ");
            int open = message.indexOf(" (", Math.max(code, 0));
            return open > code && code >= 0 ? message.substring(open + 2, message.length() - 1) : message;
        }
        return message;
    }
}

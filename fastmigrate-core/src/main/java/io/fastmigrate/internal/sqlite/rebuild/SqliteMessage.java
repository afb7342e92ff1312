package io.fastmigrate.internal.sqlite.rebuild;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite itself said, without what the driver puts round it. */
final class SqliteMessage {

    private static final int ERROR = 1;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;

    private SqliteMessage() {}

    static String of(SQLException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof SQLiteException sqlite) {
            String prefix = sqlite.getResultCode() + " (";
            if (text.startsWith(prefix) && text.endsWith(")")) {
                return text.substring(prefix.length(), text.length() - 1);
            }
        }
        return text;
    }

    /** Tells whether the statement or the rows are at fault, and not the disk, a lock or an interruption. */
    static boolean isRefusal(SQLException e) {
        int primary = e.getErrorCode() & 0xFF;
        return primary == ERROR || primary == CONSTRAINT || primary == MISMATCH;
    }
}

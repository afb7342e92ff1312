package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.sqlite.SQLiteLimits;
import org.sqlite.core.DB;

/**
 * The <a href="https://www.sqlite.org/limits.html">limits</a> that the driver sets lower than SQLite does: a statement of
 * at most 1,000,000 bytes and functions of at most 100 arguments. A script that runs in the {@code sqlite3} shell runs here.
 */
final class StatementLimits {

    /** SQLite takes a number that is too high for the highest that it was built for. */
    private static final int HIGHEST = Integer.MAX_VALUE;

    private static final Map<SQLiteLimits, String> RAISED = Map.of(
            SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, "limit_sql_length",
            SQLiteLimits.SQLITE_LIMIT_FUNCTION_ARG, "limit_function_arg");

    private StatementLimits() {}

    /** Returns what a connection of our own is opened with. */
    static Properties properties() {
        Properties properties = new Properties();
        for (String name : RAISED.values()) {
            properties.setProperty(name, String.valueOf(HIGHEST));
        }
        return properties;
    }

    /** Raises the limits of an application's connection; {@link ConnectionState} puts back what they were. */
    static void raise(Connection connection) throws SQLException {
        DB database = SqliteSource.driverConnection(connection).getDatabase();
        for (SQLiteLimits limit : RAISED.keySet()) {
            database.limit(limit.getId(), HIGHEST);
        }
    }
}

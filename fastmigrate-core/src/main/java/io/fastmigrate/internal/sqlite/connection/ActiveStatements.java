package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Statements that still run on a connection, opened by whoever got the driver's own connection and never closed. A reading one
 * holds a lock that keeps others from committing, and a write-ahead log from being emptied; the driver has no list of them.
 *
 * @see <a href="https://www.sqlite.org/c3ref/create_function.html">a function cannot be replaced while statements run</a>
 */
final class ActiveStatements {

    private static final String PROBE = "_fastmigrate_probe";

    private ActiveStatements() {}

    /** Tells whether there are any. */
    static boolean anyOn(Connection connection) throws SQLException {
        SQLiteConnection driver = SqliteSource.driverConnection(connection);
        Function probe = new Nothing();
        Function.create(driver, PROBE, probe);
        try {
            Function.create(driver, PROBE, probe);
        } catch (SQLException e) {
            return true;
        }
        Function.destroy(driver, PROBE);
        return false;
    }

    private static final class Nothing extends Function {
        @Override
        protected void xFunc() {}
    }
}

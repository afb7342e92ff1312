package io.fastmigrate.internal.jdbc.duckdb;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What the driver of DuckDB has beside JDBC; it is no dependency of ours. */
final class DuckDbDriver {

    private static final String CONNECTION = "org.duckdb.DuckDBConnection";

    private DuckDbDriver() {}

    /** Opens a second connection to the database of this one, a database in memory too; empty for another driver. */
    static Optional<Connection> second(Connection connection) throws SQLException {
        try {
            Class<?> type = Class.forName(
                    CONNECTION, false, connection.getMetaData().getClass().getClassLoader());
            if (!connection.isWrapperFor(type)) {
                return Optional.empty();
            }
            return Optional.of((Connection) type.getMethod("duplicate").invoke(connection.unwrap(type)));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}

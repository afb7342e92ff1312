package io.fastmigrate.backend.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Finds the dialect of a database. */
final class Dialects {

    private Dialects() {}

    /** Returns what is known before a connection was opened. */
    static Dialect of(JdbcUrl url) {
        return switch (url.scheme()) {
            case "postgresql" -> PostgresDialect.unseen();
            case "mysql" -> new MySqlDialect("MySQL", false);
            case "mariadb" -> new MySqlDialect("MariaDB", false);
            case "h2" -> new H2Dialect();
            case "duckdb" -> new DuckDbDialect();
            default -> OtherDialect.unseen();
        };
    }

    /** Asks the database itself. */
    static Dialect of(Connection connection) throws SQLException {
        return switch (connection.getMetaData().getDatabaseProductName()) {
            case "PostgreSQL" -> PostgresDialect.of(connection);
            case "MySQL", "MariaDB" -> MySqlDialect.of(connection);
            case "H2" -> new H2Dialect();
            case "DuckDB" -> new DuckDbDialect();
            default -> OtherDialect.of(connection);
        };
    }
}

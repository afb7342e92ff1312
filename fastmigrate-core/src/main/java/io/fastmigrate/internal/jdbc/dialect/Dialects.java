package io.fastmigrate.internal.jdbc.dialect;

import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcUrl;
import io.fastmigrate.internal.jdbc.duckdb.DuckDbDialect;
import io.fastmigrate.internal.jdbc.h2.H2Dialect;
import io.fastmigrate.internal.jdbc.mysql.MySqlDialect;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import java.sql.Connection;
import java.sql.SQLException;

/** Finds the dialect of a database. */
public final class Dialects {

    private Dialects() {}

    /** Returns what is known before a connection was opened. */
    public static Dialect of(JdbcUrl url) {
        return switch (url.scheme()) {
            case "postgresql" -> PostgresDialect.unseen();
            case "mysql" -> MySqlDialect.named("MySQL");
            case "mariadb" -> MySqlDialect.named("MariaDB");
            case "h2" -> new H2Dialect();
            case "duckdb" -> new DuckDbDialect();
            default -> OtherDialect.unseen();
        };
    }

    /** Asks the database itself. */
    public static Dialect of(Connection connection) throws SQLException {
        return switch (connection.getMetaData().getDatabaseProductName()) {
            case "PostgreSQL" -> PostgresDialect.of(connection);
            case "MySQL", "MariaDB" -> MySqlDialect.of(connection);
            case "H2" -> new H2Dialect();
            case "DuckDB" -> new DuckDbDialect();
            default -> OtherDialect.of(connection);
        };
    }
}

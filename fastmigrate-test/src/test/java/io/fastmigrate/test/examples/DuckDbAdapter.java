package io.fastmigrate.test.examples;

import io.fastmigrate.adapter.DatabaseAdapter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB, by its JDBC driver. {@code db} is {@code duckdb:} and a path. */
public class DuckDbAdapter implements DatabaseAdapter<Connection> {

    @Override
    public Connection getConnection(String db) throws SQLException {
        return DriverManager.getConnection("jdbc:" + db);
    }

    @Override
    public void ensureMetaTable(Connection conn) throws SQLException {
        executeSql(conn, "CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)");
        executeSql(conn, "INSERT INTO _meta SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM _meta)");
    }

    @Override
    public int getVersion(Connection conn) throws SQLException {
        try (Statement statement = conn.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM _meta WHERE id = 1")) {
            if (!rows.next()) {
                throw new SQLException("_meta has no row");
            }
            return rows.getInt(1);
        }
    }

    @Override
    public void setVersion(Connection conn, int version) throws SQLException {
        executeSql(conn, "UPDATE _meta SET version = " + version + " WHERE id = 1");
    }

    @Override
    public boolean executeSql(Connection conn, String sql) throws SQLException {
        try (Statement statement = conn.createStatement()) {
            statement.execute(sql);
        }
        return true;
    }

    @Override
    public void closeConnection(Connection conn) throws SQLException {
        conn.close();
    }

    @Override
    public boolean accepts(String db) {
        return db.startsWith("duckdb:");
    }
}

package io.fastmigrate.test;

import io.fastmigrate.adapter.DatabaseAdapter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The six hooks and no more, on a SQLite file whose path is the rest of {@code test:}. */
class PlainAdapter implements DatabaseAdapter<Connection> {

    @Override
    public Connection getConnection(String db) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + db.substring("test:".length()));
    }

    @Override
    public void ensureMetaTable(Connection conn) throws SQLException {
        execute(conn, "CREATE TABLE IF NOT EXISTS _meta (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)");
        execute(conn, "INSERT OR IGNORE INTO _meta (id, version) VALUES (1, 0)");
    }

    @Override
    public int getVersion(Connection conn) throws SQLException {
        try (Statement statement = conn.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM _meta WHERE id = 1")) {
            return rows.getInt(1);
        }
    }

    @Override
    public void setVersion(Connection conn, int version) throws SQLException {
        execute(conn, "UPDATE _meta SET version = " + version + " WHERE id = 1");
    }

    @Override
    public boolean executeSql(Connection conn, String sql) throws SQLException {
        execute(conn, sql);
        return true;
    }

    @Override
    public void closeConnection(Connection conn) throws SQLException {
        conn.close();
    }

    static void execute(Connection conn, String sql) throws SQLException {
        try (Statement statement = conn.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}

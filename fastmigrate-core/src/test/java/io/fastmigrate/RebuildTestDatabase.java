package io.fastmigrate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database in memory, and short ways to write to it and to read it. */
final class RebuildTestDatabase implements AutoCloseable {

    final Connection connection;

    RebuildTestDatabase(String sql) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        run(sql);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Returns the rows, the values of each with a bar between them. */
    List<String> rows(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", values));
            }
        }
        return found;
    }

    List<String> facts() throws SQLException {
        return DatabaseFacts.of(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

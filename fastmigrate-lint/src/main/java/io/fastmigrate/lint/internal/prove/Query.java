package io.fastmigrate.lint.internal.prove;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a database for texts. */
public final class Query {

    private Query() {}

    /** Returns the first column of each row. */
    public static List<String> texts(Connection connection, String query, String... parameters) throws SQLException {
        return rows(connection, query, parameters).stream()
                .map(row -> row.get(0))
                .toList();
    }

    public static List<List<String>> rows(Connection connection, String query, String... parameters)
            throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet results = statement.executeQuery()) {
                int columns = results.getMetaData().getColumnCount();
                while (results.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(String.valueOf(results.getString(i)));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** In double quotes, SQLite would take a name that is not there for a text. */
    public static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}

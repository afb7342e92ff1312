package io.fastmigrate.internal.jdbc.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small questions to a database, and small orders. */
public final class Rows {

    private Rows() {}

    public static void run(Connection connection, String sql, Object... parameters) throws SQLException {
        update(connection, sql, parameters);
    }

    /** Returns how many rows were changed. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        if (parameters.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return statement.getUpdateCount();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs several statements as one message. */
    public static void script(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        }
    }

    /**
     * Runs several statements as one message.
     *
     * @return the rows of each statement that returns rows, as {@link #all} does, with all their columns
     */
    public static List<List<List<String>>> answers(Connection connection, String sql, Object... parameters)
            throws SQLException {
        if (parameters.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return answers(statement, statement.execute(sql));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return answers(statement, statement.execute());
        }
    }

    private static List<List<List<String>>> answers(Statement statement, boolean first) throws SQLException {
        List<List<List<String>>> answers = new ArrayList<>();
        boolean isResult = first;
        while (isResult || statement.getUpdateCount() != -1) {
            if (isResult) {
                try (ResultSet rows = statement.getResultSet()) {
                    answers.add(all(rows, rows.getMetaData().getColumnCount()));
                }
            }
            isResult = statement.getMoreResults();
        }
        return answers;
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (parameters[i] instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, parameters[i].toString());
            }
        }
    }

    /** Returns the first column of the first row as text; empty where there is no row, or NULL. */
    public static Optional<String> text(Connection connection, String sql, Object... parameters) throws SQLException {
        return text(all(connection, 1, sql, parameters));
    }

    /** Returns the first column of the first row; empty where there is no row, or NULL. */
    public static Optional<String> text(List<List<String>> rows) {
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(rows.get(0).get(0));
    }

    /** Returns how many characters the first column of a query can have; a very large number where the driver knows no limit. */
    public static int width(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int width = rows.getMetaData().getPrecision(1);
            return width <= 0 ? Integer.MAX_VALUE : width;
        }
    }

    /** Returns all rows as text; NULLs are null. */
    public static List<List<String>> all(Connection connection, int columns, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return all(rows, columns);
            }
        }
    }

    private static List<List<String>> all(ResultSet rows, int columns) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                row.add(rows.getString(i));
            }
            all.add(row);
        }
        return all;
    }

    /** Returns the rows of two columns as names with their values, in order. */
    public static Map<String, String> map(Connection connection, String sql) throws SQLException {
        Map<String, String> map = new LinkedHashMap<>();
        for (List<String> row : all(connection, 2, sql)) {
            map.put(row.get(0), row.get(1));
        }
        return map;
    }

    /** Returns all rows with all their columns as one text, which is the same for the same rows in the same order. */
    public static String print(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                StringBuilder text = new StringBuilder();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        text.append(rows.getString(i)).append(i < columns ? "\t" : "\n");
                    }
                }
                return text.toString();
            }
        }
    }
}

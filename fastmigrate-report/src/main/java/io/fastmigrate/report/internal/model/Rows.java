package io.fastmigrate.report.internal.model;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a query. */
final class Rows {

    /** What is made of one row. */
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private Rows() {}

    static <T> List<T> query(Connection connection, String sql, Mapper<T> mapper) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return all(statement.executeQuery(), mapper);
        }
    }

    /** Reads all rows, and closes the result. */
    static <T> List<T> all(ResultSet result, Mapper<T> mapper) throws SQLException {
        try (result) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(mapper.map(result));
            }
            return rows;
        }
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

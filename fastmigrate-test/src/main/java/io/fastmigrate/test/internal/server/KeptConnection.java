package io.fastmigrate.test.internal.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection that is kept as long as the JVM lives, and opened again where it broke. One statement runs at a time. */
final class KeptConnection {

    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int VALIDATION_SECONDS = 10;

    private final ServerUrl url;
    private final Supplier<List<String>> first;
    private @Nullable Connection connection;
    private long lastUse;

    /**
     * Opens nothing yet.
     *
     * @param first queries that each new connection runs before all others
     */
    KeptConnection(ServerUrl url, Supplier<List<String>> first) {
        this.url = url;
        this.first = first;
    }

    private Connection connection() throws SQLException {
        Connection known = connection;
        if (known != null && System.nanoTime() - lastUse > TRUSTED_NANOS && !known.isValid(VALIDATION_SECONDS)) {
            close();
            known = null;
        }
        if (known == null) {
            known = url.connect(url.own());
            connection = known;
            try (Statement statement = known.createStatement()) {
                for (String query : first.get()) {
                    statement.execute(query);
                }
            } catch (SQLException e) {
                close();
                throw e;
            }
        }
        lastUse = System.nanoTime();
        return known;
    }

    /** Runs a statement that is no part of a transaction. */
    synchronized void run(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } finally {
            lastUse = System.nanoTime();
        }
    }

    /** Returns the first column of each row. */
    List<String> texts(String sql, String... parameters) throws SQLException {
        return rows(sql, parameters).stream().map(row -> row.get(0)).toList();
    }

    /** Returns all columns of each row; what is NULL, as "". */
    synchronized List<List<String>> rows(String sql, String... parameters) throws SQLException {
        try {
            return rows(connection(), sql, parameters);
        } finally {
            lastUse = System.nanoTime();
        }
    }

    /** Returns all columns of each row; what is NULL, as "". */
    static List<List<String>> rows(Connection connection, String sql, String... parameters) throws SQLException {
        if (parameters.length == 0) { // a driver looks for parameters in names too
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return rows(statement.executeQuery(sql));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return rows(statement.executeQuery());
        }
    }

    private static List<List<String>> rows(ResultSet rows) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                row.add(Objects.requireNonNullElse(rows.getString(i), ""));
            }
            all.add(row);
        }
        return all;
    }

    synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It is broken; nothing is left to close.
        } finally {
            connection = null;
        }
    }
}

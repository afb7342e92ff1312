package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** An empty temporary table of MySQL or MariaDB, on which definitions are tried. Ends with {@link #close}. */
final class TemporaryCopy implements AutoCloseable {

    private static final String NAME = "`_fastmigrate_copy`";

    private final Connection connection;

    private TemporaryCopy(Connection connection) {
        this.connection = connection;
    }

    /** Makes one with the columns, keys and checks of a table. */
    static TemporaryCopy like(Connection connection, String table) throws SQLException {
        Rows.run(connection, "CREATE TEMPORARY TABLE " + NAME + " LIKE " + table);
        return new TemporaryCopy(connection);
    }

    /**
     * Makes one.
     *
     * @param definition from the parenthesis before the first column on
     */
    static TemporaryCopy of(Connection connection, String definition) throws SQLException {
        Rows.run(connection, "CREATE TEMPORARY TABLE " + NAME + " " + definition);
        return new TemporaryCopy(connection);
    }

    void alter(String clauses) throws SQLException {
        Rows.run(connection, "ALTER TABLE " + NAME + " " + clauses);
    }

    List<String> lines() throws SQLException {
        return lines(connection, NAME);
    }

    /** Returns a table's definition as the server writes it: a line for each column, key and constraint. */
    static List<String> lines(Connection connection, String table) throws SQLException {
        String text =
                Rows.all(connection, 2, "SHOW CREATE TABLE " + table).get(0).get(1);
        return text.lines()
                .map(line -> line.strip().replaceFirst(",$", "").replaceAll(" AUTO_INCREMENT=\\d+", ""))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        Rows.run(connection, "DROP TEMPORARY TABLE IF EXISTS " + NAME);
    }
}

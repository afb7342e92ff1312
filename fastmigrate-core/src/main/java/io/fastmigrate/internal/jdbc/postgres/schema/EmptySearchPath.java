package io.fastmigrate.internal.jdbc.postgres.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads while the search path is empty, so that all names are complete. */
final class EmptySearchPath {

    private EmptySearchPath() {}

    /** Something that is read. */
    @FunctionalInterface
    interface Reading {
        void read() throws SQLException;
    }

    static void during(Connection connection, Reading reading) throws SQLException {
        boolean alone = connection.getAutoCommit();
        String path =
                Rows.text(connection, "SELECT current_setting('search_path')").orElse("");
        if (alone) {
            connection.setAutoCommit(false);
        }
        try {
            Rows.text(connection, "SELECT set_config('search_path', '', true)");
            reading.read();
        } finally {
            if (alone) {
                connection.rollback();
                connection.setAutoCommit(true);
            } else {
                Rows.text(connection, "SELECT set_config('search_path', ?, true)", path);
            }
        }
    }
}

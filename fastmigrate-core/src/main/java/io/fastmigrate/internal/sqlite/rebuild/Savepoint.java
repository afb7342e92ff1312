package io.fastmigrate.internal.sqlite.rebuild;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A part of a transaction, or a whole one where there is none: it is undone unless it is kept. */
final class Savepoint implements AutoCloseable {

    private final Connection connection;
    private final String name;
    private boolean open = true;

    Savepoint(Connection connection, String name) throws SQLException {
        this.connection = connection;
        this.name = name;
        execute(connection, "SAVEPOINT " + name);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    Connection connection() {
        return connection;
    }

    void keep() throws SQLException {
        execute(connection, "RELEASE " + name);
        open = false;
    }

    @Override
    public void close() throws SQLException {
        if (open) {
            execute(connection, "ROLLBACK TO " + name);
            execute(connection, "RELEASE " + name);
        }
    }
}

package io.fastmigrate.internal.jdbc.h2.schema;

import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Databases in the memory of this process, which end with it. */
final class MemoryDatabases implements ServerDatabases {

    static final String USER = "SA";

    /** A database stays when its last connection is closed, until it is dropped. */
    static String url(String database) {
        return "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    public List<String> named(Connection connection, String pattern) {
        return List.of();
    }

    @Override
    public ServerLock lock(String database) {
        return ServerLock.NONE;
    }

    @Override
    public boolean isInUse(Connection connection, String database) {
        return true;
    }

    /** The first connection makes it, with the settings that it asks for. */
    @Override
    public void create(Connection connection, String database) {}

    @Override
    public void drop(Connection connection, String database) throws SQLException {
        try (Connection own = DriverManager.getConnection("jdbc:h2:mem:" + database, USER, "");
                Statement statement = own.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
    }
}

package io.fastmigrate.internal.jdbc.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whole databases of one server, as one kind of server makes, locks and drops them. */
public interface ServerDatabases {

    /** Returns the databases whose names match, which may be no one's any more. */
    List<String> named(Connection connection, String pattern) throws SQLException;

    /**
     * Returns the lock that tells that a database is in use by whoever made it. It ends with the connection, and every
     * connection to the server can tell whether it is held.
     */
    ServerLock lock(String database);

    /** Tells whether any connection to the server holds that lock. Where that cannot be known, it is. */
    boolean isInUse(Connection connection, String database) throws SQLException;

    /** Makes an empty one, which no one else may enter, with the character set and the order of the connection's own database. */
    void create(Connection connection, String database) throws SQLException;

    /** Drops one if it is there, also while others are connected to it. */
    void drop(Connection connection, String database) throws SQLException;
}

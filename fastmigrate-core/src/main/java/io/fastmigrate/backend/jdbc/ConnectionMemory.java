package io.fastmigrate.backend.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What a connection was like before scripts ran on it. */
interface ConnectionMemory {

    /** Makes the connection what it was, so that no script sees what an earlier one set. Keeps locks. */
    default void restore(Connection connection) throws SQLException {}
}

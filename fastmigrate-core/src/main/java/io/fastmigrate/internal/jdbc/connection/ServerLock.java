package io.fastmigrate.internal.jdbc.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A lock that the server keeps for a connection. No transaction is open while it is waited for or held. */
public interface ServerLock {

    /** Always to be had, and seen by no one. */
    ServerLock NONE = new ServerLock() {
        @Override
        public boolean take(Connection connection) {
            return true;
        }

        @Override
        public Optional<String> holder(Connection connection) {
            return Optional.empty();
        }

        @Override
        public boolean isHeld(Connection connection) {
            return true;
        }

        @Override
        public void release(Connection connection) {}
    };

    /** Takes the lock if it is free. */
    boolean take(Connection connection) throws SQLException;

    /** Says who has it, as far as the server tells. */
    Optional<String> holder(Connection connection) throws SQLException;

    /** Tells whether the connection has it, which a pooler between may have lost. */
    boolean isHeld(Connection connection) throws SQLException;

    void release(Connection connection) throws SQLException;
}

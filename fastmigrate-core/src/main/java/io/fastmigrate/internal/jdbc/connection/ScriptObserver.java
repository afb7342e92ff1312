package io.fastmigrate.internal.jdbc.connection;

import java.sql.SQLException;

/** Is told of what scripts do on a connection, and can refuse it. */
public interface ScriptObserver {

    /** Lets everything pass. */
    ScriptObserver NONE = new ScriptObserver() {};

    /**
     * A statement of a script is about to run. Returns what is run in its place, which is the statement itself but for what must
     * not happen there.
     *
     * @param inTransaction whether it can still be rolled back
     * @throws io.fastmigrate.internal.port.StepFailedException if it must not
     */
    default String statement(String sql, boolean inTransaction) throws SQLException {
        return sql;
    }

    /**
     * Java code is about to get the connection.
     *
     * @throws io.fastmigrate.internal.port.StepFailedException if it must not
     */
    default void java() {}

    /**
     * A transaction is about to be committed, and still holds its locks.
     *
     * @throws io.fastmigrate.internal.port.StepFailedException if it must be rolled back
     */
    default void beforeCommit() throws SQLException {}

    /** A transaction was committed. */
    default void afterCommit() {}
}

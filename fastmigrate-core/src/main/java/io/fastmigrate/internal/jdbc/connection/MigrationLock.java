package io.fastmigrate.internal.jdbc.connection;

import java.sql.SQLException;

/** The migration lock, held. Closed by whoever acquired it, after the work. */
public interface MigrationLock extends Db.Guard, AutoCloseable {

    /** There is no one to be kept out, or the database itself does it. */
    MigrationLock NONE = new MigrationLock() {
        @Override
        public void check() {}

        @Override
        public boolean letsAllPass() {
            return true;
        }

        @Override
        public void close() {}
    };

    /**
     * Makes sure that it is still ours; asked before each statement that cannot be rolled back.
     *
     * @throws io.fastmigrate.internal.port.StepFailedException if somebody else may have it by now
     */
    void check();

    /**
     * Makes sure, at the beginning of a transaction, that the lock is ours, and that it stays so until the transaction ends.
     *
     * @throws io.fastmigrate.internal.port.StepFailedException if somebody else has it
     */
    @Override
    default void pass(Db db) throws SQLException {}

    /** Tells whether the lock ends with the connection that works. */
    default boolean endsWithConnection() {
        return false;
    }

    /** Returns two locks as one, to be closed in the order of the first one last. */
    static MigrationLock both(MigrationLock first, MigrationLock second) {
        return new MigrationLock() {
            @Override
            public void check() {
                first.check();
                second.check();
            }

            @Override
            public boolean endsWithConnection() {
                return first.endsWithConnection() || second.endsWithConnection();
            }

            @Override
            public boolean letsAllPass() {
                return first.letsAllPass() && second.letsAllPass();
            }

            @Override
            public void pass(Db db) throws SQLException {
                first.pass(db);
                second.pass(db);
            }

            @Override
            public void close() {
                second.close();
                first.close();
            }
        };
    }

    @Override
    void close();
}

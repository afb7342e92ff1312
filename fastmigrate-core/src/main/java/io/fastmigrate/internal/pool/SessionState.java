package io.fastmigrate.internal.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What a session was like before a script ran in it. Used by one thread. */
public interface SessionState {

    /**
     * Makes the session what it was, as far as SQL can, inside a transaction too: no script sees what an earlier one set.
     * Keeps the migration lock.
     *
     * @return whether the session is what it was, as far as can be seen
     */
    default boolean restore(Connection connection) throws SQLException {
        return true;
    }

    /**
     * Statements that do what {@link #restore} does, at the beginning of a transaction.
     *
     * @param modes statements that come before the transaction's own modes, for it begins in what was left in the session
     * @param statements the rest, which comes after them
     */
    record Restoring(String modes, String statements) {}

    /** Returns what makes the session what it was, as a part of a message; empty where that has to look at the session. */
    default Optional<Restoring> restoring() {
        return Optional.empty();
    }

    /**
     * Makes the session new by a message of the server's protocol: it forgets all that was left in it, and the migration lock with it.
     *
     * @return false where nothing does so for certain; the connection is of no use then
     */
    default boolean renew(Connection connection) {
        return false;
    }

    /** Returns the condition in SQL that {@link #writeAsOwner} has nothing to do; empty where that is not known. */
    default Optional<String> ownerCondition() {
        return Optional.empty();
    }

    /**
     * Lets our own tables be written in the transaction at hand, whatever role and settings the script has chosen.
     *
     * @return gives the session back to the script
     */
    default Undo writeAsOwner(Connection connection) throws SQLException {
        return Undo.NOTHING;
    }

    /** Takes back what was done to a connection. */
    @FunctionalInterface
    interface Undo {

        Undo NOTHING = connection -> {};

        void on(Connection connection) throws SQLException;

        /** Returns one that is followed by this one. */
        default Undo after(Undo later) {
            return connection -> {
                later.on(connection);
                on(connection);
            };
        }
    }
}

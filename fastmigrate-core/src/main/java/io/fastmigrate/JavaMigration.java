package io.fastmigrate;

import java.sql.Connection;

/**
 * A migration written in Java. It has a number among those of the scripts and runs in the transaction that sets its
 * version. Implementations are used by one thread at a time.
 */
public interface JavaMigration {

    /** Returns the number, from 1 to 9999, unique among all scripts. */
    Version version();

    /** Returns a few words, as they would stand in a script's name: {@code normalise-urls}. */
    String description();

    /**
     * Changes the database.
     *
     * @param connection inside the migration's transaction; the engine commits, rolls back and closes it, and refuses
     *     when the migration tries to
     * @throws Exception any exception rolls the migration back and stops the run
     */
    void migrate(Connection connection) throws Exception;

    /**
     * Returns what the history keeps to tell one text of this migration from another. The default names the class, so
     * that a change of its code is not noticed; return something that changes with the code to have it noticed.
     */
    default String fingerprint() {
        return getClass().getName();
    }
}

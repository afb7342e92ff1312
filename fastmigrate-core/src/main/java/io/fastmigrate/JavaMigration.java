package io.fastmigrate;

import java.sql.Connection;

/**
 * A migration written in Java. It has a number among those of the scripts and runs in the transaction that sets its
 * version. Implementations are used by one thread at a time.
 */
public interface JavaMigration {

    /** Returns the number, from 1 to 9999, unique among all scripts. */
    Version version();

    /** Returns a few words, as in the file name of a script: {@code normalise-urls}. */
    String description();

    /**
     * Changes the database.
     *
     * @param connection inside the migration's transaction; the engine commits, rolls back and closes it; if the
     *     migration calls one of these methods, it fails
     * @throws Exception any exception rolls the migration back and stops the run
     */
    void migrate(Connection connection) throws Exception;

    /**
     * Returns a text that the history stores to detect a change of this migration. The default is the name of the
     * class, so that a change of its code is not detected; return a text that changes with the code to detect it.
     */
    default String fingerprint() {
        return getClass().getName();
    }
}

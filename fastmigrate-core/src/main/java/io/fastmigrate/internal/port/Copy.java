package io.fastmigrate.internal.port;

import java.util.List;

/** A copy of a database, made to try something on; closing it removes it. */
public interface Copy extends AutoCloseable {

    Backend<?> backend();

    /** Looks at what the copy holds now. */
    SchemaSummary summary();

    /** Tells whether it is worth while to look at the copy after each script. */
    default boolean looksAtEachScript() {
        return false;
    }

    /**
     * Begins to watch scripts that share a transaction, or one that has none.
     *
     * @param inTransaction whether all that they do is committed at once
     */
    default void scriptsBegin(boolean inTransaction) {}

    /** Returns the strongest lock on each table since then, the strongest first. */
    default List<HeldLock> locks() {
        return List.of();
    }

    /** Returns what the copy cannot show, or what of the database is not in it; sentences for people. */
    default List<String> gaps() {
        return List.of();
    }

    /**
     * Checks the copy's integrity and its foreign keys.
     *
     * @return the tables that could not be checked, since they need what only the application has
     * @throws io.fastmigrate.error.DatabaseUnusableException if the check finds damage, or rows without the rows that
     *     their foreign keys refer to, which the copy did not have when it was made
     */
    List<String> check();

    @Override
    void close();
}

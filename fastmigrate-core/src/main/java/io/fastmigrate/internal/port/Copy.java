package io.fastmigrate.internal.port;

import java.util.List;

/** A copy of a database, made to try something on; closing it removes it. */
public interface Copy extends AutoCloseable {

    Backend<?> backend();

    /** Looks at what the copy holds now. */
    SchemaSummary summary();

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

package io.fastmigrate.backend;

/** A copy of a database, made to try something on; closing it removes it. */
public interface Copy extends AutoCloseable {

    Backend backend();

    /** Looks at what the copy holds now. */
    Contents contents();

    /**
     * Checks the copy's integrity and its foreign keys.
     *
     * @throws io.fastmigrate.model.DatabaseUnusableException if the check finds damage
     */
    void check();

    @Override
    void close();
}

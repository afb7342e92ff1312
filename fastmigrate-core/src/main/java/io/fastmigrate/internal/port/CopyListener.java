package io.fastmigrate.internal.port;

import io.fastmigrate.Warning;

/** Is told how much of a copy has been written, as often as the backend likes. */
@FunctionalInterface
public interface CopyListener {

    /** Tells no one. */
    CopyListener NONE = (copied, total) -> {};

    /**
     * Some more has been copied.
     *
     * @param copied bytes so far
     * @param total bytes in all
     */
    void copied(long copied, long total);

    /** The copy does not keep all that is in the database. */
    default void warn(Warning warning) {}
}

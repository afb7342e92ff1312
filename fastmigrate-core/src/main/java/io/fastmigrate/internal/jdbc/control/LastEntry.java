package io.fastmigrate.internal.jdbc.control;

import io.fastmigrate.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the history that was written last and is there for certain: where it is gone, a script deleted it in a way
 * that could not be seen. Used by one thread.
 */
public final class LastEntry {

    private @Nullable Version committed;
    private @Nullable Version written;

    /** Returns the version that it is of; empty while there is none. */
    Optional<Version> version() {
        return Optional.ofNullable(written != null ? written : committed);
    }

    /** To be called with the newest entry that is found, if there is one. */
    public void found(Optional<Version> newest) {
        committed = newest.orElse(null);
    }

    /** To be called when an entry was written in the transaction at hand. */
    void wrote(Version version) {
        written = version;
    }

    /** To be called after a commit. */
    public void commit() {
        committed = version().orElse(null);
        written = null;
    }

    /** To be called after a rollback. */
    public void rollBack() {
        written = null;
    }
}

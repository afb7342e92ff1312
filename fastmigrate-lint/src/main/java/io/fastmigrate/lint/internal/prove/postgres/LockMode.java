package io.fastmigrate.lint.internal.prove.postgres;

import java.util.Arrays;
import java.util.Locale;

/**
 * The modes of locks on tables, from the weakest to the strongest.
 * <a href="https://www.postgresql.org/docs/current/explicit-locking.html">Source</a>.
 */
public enum LockMode {
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** Returns a mode as {@code pg_locks} names it. */
    static LockMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> name.equalsIgnoreCase(mode.name().replace("_", "") + "Lock"))
                .findFirst()
                .orElseThrow();
    }

    /** Tells whether no one can write the table beside it. */
    public boolean stopsWriters() {
        return compareTo(SHARE) >= 0;
    }

    /** Returns it as SQL names it. */
    @Override
    public String toString() {
        return name().replace('_', ' ').toUpperCase(Locale.ROOT);
    }
}

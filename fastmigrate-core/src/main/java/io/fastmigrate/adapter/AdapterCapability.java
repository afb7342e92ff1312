package io.fastmigrate.adapter;

/** A capability of an adapter in addition to the required hooks. */
public enum AdapterCapability {
    /** Keeps other processes out: {@code tryLock}, {@code unlock}. */
    LOCK,
    /**
     * Records the applied scripts, so that late and changed scripts are detected: {@code readHistory}, {@code
     * writeHistory}.
     */
    HISTORY,
    /**
     * Records the repeatable scripts, which need that to run: {@code readRepeatable}, {@code writeRepeatable}.
     */
    REPEATABLE,
    /** Commits a script and its version as one unit: {@code begin}, {@code commit}, {@code rollback}. */
    TRANSACTIONS
}

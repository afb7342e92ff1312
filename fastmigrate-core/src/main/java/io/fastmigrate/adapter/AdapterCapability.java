package io.fastmigrate.adapter;

/** What an adapter may do beyond the hooks that each one has. */
public enum AdapterCapability {
    /** Keeps other processes out: {@code tryLock}, {@code unlock}. */
    LOCK,
    /** Keeps which script ran when, so that late and changed scripts are noticed: {@code readHistory}, {@code writeHistory}. */
    HISTORY,
    /** Commits a script and its version as one unit: {@code begin}, {@code commit}, {@code rollback}. */
    TRANSACTIONS
}

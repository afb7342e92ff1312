package io.fastmigrate.benchmarks;

/** What a contender does with the database and the scripts that it was made for. */
interface Migrator {

    /** Runs the pending scripts; called again, it looks again. */
    void migrate() throws Exception;

    /** Writes one backup beside the database. */
    default void backUp() throws Exception {
        throw new UnsupportedOperationException("This contender makes no backups.");
    }
}

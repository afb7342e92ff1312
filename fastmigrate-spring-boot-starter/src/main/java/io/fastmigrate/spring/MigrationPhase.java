package io.fastmigrate.spring;

/** When databases are migrated: what {@code fastmigrate.phase} can be. */
public enum MigrationPhase {
    /** While the application context is refreshed, before any bean that uses a database. */
    EARLY,
    /** After the refresh, before every other runner; until then beans meet the database as it is. */
    RUNNER,
    /** Beside the start: the web server is up at once, and whoever asks for a connection waits. */
    GATE,
    /** Never: the start fails unless each database is where its scripts expect it. */
    VERIFY
}

package io.fastmigrate.test;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.adapter.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One database for one test of {@link BackendContract}: empty, known to no one else, and without a version. Whoever
 * brings a database to fastmigrate writes this; {@link JdbcDatabase} does it for what JDBC reaches.
 *
 * <p>The contract's statements are plain enough for any SQL: {@code CREATE TABLE} with INTEGER and VARCHAR columns,
 * {@code INSERT}, {@code SELECT}, {@code DROP TABLE}.
 */
public interface TestDatabase {

    /**
     * Returns a new builder that leads to this database. Called once for each process that starts, also by several threads at once;
     * the contract adds the migrations and changes settings.
     */
    FastMigrateBuilder builder();

    /** Runs one statement, past fastmigrate. */
    void execute(String sql) throws Exception;

    /** Runs one query, past fastmigrate, and returns the first column of each row as text. */
    List<String> query(String sql) throws Exception;

    /** Returns what the backend can; all by default. What is absent must be refused with an error that has advice. */
    default Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /** Removes the database; called after the test, also when it failed. */
    default void close() throws Exception {}
}

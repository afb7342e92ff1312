package io.fastmigrate.test;

import io.fastmigrate.FastMigrateBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One database for one test of {@link BackendContract}: empty, without a version, and used only by this test. Implement
 * this for a new kind of database; {@link JdbcDatabase} implements it for JDBC.
 *
 * <p>The statements of the contract are simple SQL: {@code CREATE TABLE} with INTEGER and VARCHAR columns, {@code
 * INSERT}, {@code SELECT}, {@code DROP TABLE}.
 */
public interface TestDatabase {

    /**
     * Returns a new builder for this database. Called once for each simulated process, also by several threads at the
     * same time; the contract adds the migrations and changes settings.
     */
    FastMigrateBuilder builder();

    /** Runs one statement, without fastmigrate. */
    void execute(String sql) throws Exception;

    /** Runs one query, without fastmigrate, and returns the first column of each row as text. */
    List<String> query(String sql) throws Exception;

    /**
     * Returns the capabilities of the backend; all by default. A call that needs an absent capability must fail with an
     * error that has advice.
     */
    default Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /** Removes the database; called after the test, also when it failed. */
    default void close() throws Exception {}
}

package io.fastmigrate.test;

import org.jspecify.annotations.Nullable;

/**
 * A database server for the tests of {@link FastMigrateTest#server()}: PostgreSQL, MariaDB or MySQL; or H2 or DuckDB, in
 * files. A class with a constructor without parameters, of which a JVM makes one object, when the first test needs it. It starts the server, or knows
 * one that runs. {@link EmbeddedPostgresServer} is one. For Testcontainers:
 *
 * <pre>{@code
 * final class Postgres implements TestServer {
 *     private final PostgreSQLContainer<?> container = new PostgreSQLContainer<>("postgres:18");
 *
 *     Postgres() {
 *         container.start();
 *     }
 *
 *     @Override
 *     public String url() {
 *         return container.getJdbcUrl();
 *     }
 *
 *     @Override
 *     public String username() {
 *         return container.getUsername();
 *     }
 *
 *     @Override
 *     public String password() {
 *         return container.getPassword();
 *     }
 * }
 * }</pre>
 */
public interface TestServer {

    /**
     * Returns a JDBC URL that leads to any database of the server but PostgreSQL's {@code template1}. What that database holds is left
     * alone; the parameters of the URL count for the databases of the tests too.
     */
    String url();

    /** Returns the user, who needs the right to create databases; null if the URL says it. */
    default @Nullable String username() {
        return null;
    }

    /** Returns the user's password; null if the URL says it, or there is none. */
    default @Nullable String password() {
        return null;
    }
}

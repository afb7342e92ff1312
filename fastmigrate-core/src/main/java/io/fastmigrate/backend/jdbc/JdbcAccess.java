package io.fastmigrate.backend.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to get into a database that JDBC reaches.
 *
 * @param username null for the URL's, or the data source's
 * @param password null for the URL's, or the data source's
 * @param schema where the scripts run and the version is kept; null for the connection's own
 * @param connectTimeout how long to go on trying while no server answers
 */
public record JdbcAccess(
        @Nullable String username,
        @Nullable String password,
        @Nullable String schema,
        Duration connectTimeout) {

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "JdbcAccess[username=" + username + ", schema=" + schema + "]";
    }
}

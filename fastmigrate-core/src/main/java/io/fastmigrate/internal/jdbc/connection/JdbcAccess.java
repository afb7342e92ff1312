package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.internal.jdbc.dump.DumpSettings;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to get into a database that JDBC reaches.
 *
 * @param username null for the URL's, or the data source's
 * @param password null for the URL's, or the data source's
 * @param schema where the scripts run and the version is kept; null for the connection's own
 * @param connectTimeout how long to go on trying while no server answers
 * @param dump how backups are made and where they go
 */
public record JdbcAccess(
        @Nullable String username,
        @Nullable String password,
        @Nullable String schema,
        Duration connectTimeout,
        DumpSettings dump) {

    public JdbcAccess(
            @Nullable String username, @Nullable String password, @Nullable String schema, Duration connectTimeout) {
        this(username, password, schema, connectTimeout, DumpSettings.NONE);
    }

    /** Returns the same access with the login that processes get. */
    public JdbcAccess with(Map<String, String> environment) {
        return new JdbcAccess(
                environment.get("FASTMIGRATE_DB_USER"),
                environment.get("FASTMIGRATE_DB_PASSWORD"),
                schema,
                connectTimeout,
                dump);
    }

    /** Returns the same, in another schema. */
    public JdbcAccess with(Map<String, String> environment, @Nullable String other) {
        JdbcAccess login = with(environment);
        return new JdbcAccess(login.username, login.password, other, connectTimeout, dump);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "JdbcAccess[username=" + username + ", schema=" + schema + "]";
    }
}

package io.fastmigrate.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where and as whom a database is migrated, for an application that connects otherwise: with another user, or by another
 * route. A bean of this type wins over all properties, and over the application's own connection details. Where there
 * are several databases, {@link FastMigrateDatabase} says which one it is for.
 */
public interface FastMigrateConnectionDetails extends ConnectionDetails {

    /** Returns the JDBC URL. */
    String getJdbcUrl();

    /** Returns the user who migrates; null to connect without one. */
    @Nullable
    String getUsername();

    /** Returns the password of the user who migrates; null to connect without one. */
    @Nullable
    String getPassword();

    /** Returns the class of the driver; null for the one that fits the URL. */
    default @Nullable String getDriverClassName() {
        return null;
    }
}

package io.fastmigrate.spring;

import java.util.Collection;

/**
 * A bean that knows the tenants' databases where {@code fastmigrate.tenants.db} cannot say it, because another database
 * does, for one. It is asked again each time that all tenants are migrated.
 */
@FunctionalInterface
public interface TenantDatabases {

    /** Returns the path of a SQLite file or a JDBC URL for each tenant, in the order in which they are begun. */
    Collection<String> databases();
}

package io.fastmigrate.spring;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * A bean that knows the tenants' databases where {@code fastmigrate.tenants.db} and {@code fastmigrate.tenants.schemas} cannot
 * say it, because another database does, for one. It is asked again each time that all tenants are migrated.
 */
@FunctionalInterface
public interface TenantDatabases {

    /** Returns the path of a SQLite file or a JDBC URL for each tenant, in the order in which they are begun. */
    Collection<String> databases();

    /**
     * Returns the name of a schema, on MySQL and MariaDB of a database, for each tenant who has one in the database of
     * {@code fastmigrate.tenants.db}, or the application's own where that is not set; none by default.
     */
    default Collection<String> schemas() {
        return List.of();
    }

    /** Returns one for tenants of whom each has a schema and none a database. */
    static TenantDatabases ofSchemas(Supplier<? extends Collection<String>> names) {
        return new TenantDatabases() {

            @Override
            public Collection<String> databases() {
                return List.of();
            }

            @Override
            public Collection<String> schemas() {
                return List.copyOf(names.get());
            }
        };
    }
}

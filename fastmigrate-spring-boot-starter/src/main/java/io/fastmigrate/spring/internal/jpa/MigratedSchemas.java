package io.fastmigrate.spring.internal.jpa;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.gate.Gate;
import io.fastmigrate.spring.internal.database.MigratedDatabases;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;

/**
 * Says which schemas are managed, so that Hibernate does not drop and create them by default. What counts is the
 * database that a {@code DataSource} leads to: the migration may have other connections to it, of another user.
 */
public final class MigratedSchemas implements SchemaManagementProvider {

    private final ObjectProvider<MigratedDatabases> databases;

    public MigratedSchemas(ObjectProvider<MigratedDatabases> databases) {
        this.databases = databases;
    }

    @Override
    public SchemaManagement getSchemaManagement(DataSource dataSource) {
        MigratedDatabases known = databases.getIfAvailable();
        if (known == null || known.byName().isEmpty()) {
            return SchemaManagement.UNMANAGED;
        }
        try {
            String database = place(Gate.passing(
                    () -> FastMigrate.dataSource(dataSource).build().databaseName()));
            return known.byName().values().stream()
                            .anyMatch(migrated -> place(migrated.databaseName()).equals(database))
                    ? SchemaManagement.MANAGED
                    : SchemaManagement.UNMANAGED;
        } catch (FastMigrateException e) {
            return SchemaManagement.UNMANAGED; // of a kind that is never migrated
        }
    }

    /** Leaves out the settings of connections, which drivers tell or do not tell, and the schema. */
    private static String place(String database) {
        return database.split("[;?]| \\((?:schema|database) ", 2)[0];
    }
}

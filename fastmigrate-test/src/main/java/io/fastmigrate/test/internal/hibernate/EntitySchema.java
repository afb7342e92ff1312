package io.fastmigrate.test.internal.hibernate;

import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.tool.schema.spi.DelayedDropRegistryNotAvailableImpl;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.hibernate.tool.schema.spi.SchemaManagementToolCoordinator;

/** The schema that entities need, beside the one of a database. */
public final class EntitySchema implements AutoCloseable {

    private static final String GENERATION = "jakarta.persistence.schema-generation.";

    private final DataSource database;
    private final StandardServiceRegistry registry;
    private final Metadata metadata;

    private EntitySchema(DataSource database, StandardServiceRegistry registry, Metadata metadata) {
        this.database = database;
        this.registry = registry;
        this.metadata = metadata;
    }

    public static EntitySchema of(DataSource database, Set<Class<?>> entities, Map<String, Object> settings) {
        StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
                .applySetting("hibernate.connection.datasource", database)
                // a unique constraint is made again each time otherwise, whatever the database has
                .applySetting("hibernate.schema_update.unique_constraint_strategy", "SKIP")
                .applySettings(SpringNames.settings())
                .applySettings(settings)
                .build();
        try {
            MetadataSources sources = new MetadataSources(registry);
            entities.forEach(sources::addAnnotatedClass);
            return new EntitySchema(database, registry, sources.buildMetadata());
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
    }

    /** Returns what does not fit, with the script that is missing; empty if all fits. */
    public Optional<String> problem() {
        MissingScript missing = missing();
        Optional<String> refused = refused();
        if (missing.isEmpty() && refused.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("The entities do not fit the schema that the scripts make.");
        refused.ifPresent(reason -> text.append("\n\n").append(reason).append('.'));
        if (!missing.isEmpty()) {
            text.append("\n\nThis script is missing. Check it with fastmigrate lint before you add it:\n\n")
                    .append(missing.text());
        }
        return Optional.of(text.toString());
    }

    private Optional<String> refused() {
        try {
            process(Map.of(GENERATION + "database.action", "validate"));
            return Optional.empty();
        } catch (SchemaManagementException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private MissingScript missing() {
        StringWriter script = new StringWriter();
        process(Map.of(
                GENERATION + "scripts.action",
                "update",
                GENERATION + "scripts.create-target",
                script,
                "hibernate.hbm2ddl.delimiter",
                ";"));
        List<String> statements = script.toString().lines().toList();
        try {
            return MissingScript.of(statements, metadata, database);
        } catch (SQLException e) {
            throw new AssertionError("The tables of the database cannot be read: " + e.getMessage(), e);
        }
    }

    private void process(Map<String, Object> settings) {
        SchemaManagementToolCoordinator.process(
                metadata, registry, settings, DelayedDropRegistryNotAvailableImpl.INSTANCE);
    }

    @Override
    public void close() {
        StandardServiceRegistryBuilder.destroy(registry);
    }
}

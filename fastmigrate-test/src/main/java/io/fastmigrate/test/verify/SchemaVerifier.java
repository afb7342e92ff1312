package io.fastmigrate.test.verify;

import io.fastmigrate.test.internal.hibernate.EntitySchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Checks that the entities of Hibernate fit the schema that the scripts make. Needs {@code hibernate-core} and, on SQLite, {@code
 * hibernate-community-dialects} or the Spring Boot starter with it. The database is only read.
 *
 * <pre>{@code
 * @FastMigrateTest(migrations = "classpath:migrations")
 * class EntitiesTest {
 *     @Test
 *     void entitiesFit(DataSource database) {
 *         SchemaVerifier.verify(database, Book.class, Author.class);
 *     }
 * }
 * }</pre>
 */
public final class SchemaVerifier {

    private final DataSource database;
    private final Set<Class<?>> entities = new LinkedHashSet<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();

    private SchemaVerifier(DataSource database) {
        this.database = database;
    }

    /**
     * Checks entities with Hibernate's usual settings; beside Spring Boot with its names of tables and columns.
     *
     * @throws AssertionError if they do not fit; the message has the script that is missing, which never drops anything
     */
    public static void verify(DataSource database, Class<?>... entities) {
        of(database).entities(entities).verify();
    }

    /** Starts a check of entities on a migrated database. */
    public static SchemaVerifier of(DataSource database) {
        return new SchemaVerifier(database);
    }

    /** Adds entities, embeddables and converters. */
    public SchemaVerifier entities(Class<?>... types) {
        entities.addAll(Arrays.asList(types));
        return this;
    }

    /** Sets a setting of Hibernate, such as {@code hibernate.physical_naming_strategy}. */
    public SchemaVerifier setting(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /**
     * Checks the entities.
     *
     * @throws AssertionError if they do not fit; the message has the script that is missing, which never drops anything
     */
    public void verify() {
        if (entities.isEmpty()) {
            throw new IllegalArgumentException("There are no entities to check.");
        }
        try (EntitySchema schema = EntitySchema.of(database, entities, settings)) {
            schema.problem().ifPresent(problem -> {
                throw new AssertionError(problem);
            });
        }
    }
}

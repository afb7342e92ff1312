package io.fastmigrate.spring.internal.start;

/**
 * Stands for a database file that has been migrated: a bean of this type is not made before. The {@code DataSource} on
 * that file asks for it, so that no one gets a connection earlier.
 */
public record MigratedFile(FastMigrateInitializer initializer) {}

package io.fastmigrate.spring;

import io.fastmigrate.error.FastMigrateException;

/**
 * An application event: a run failed, with or without a {@link MigrationStartedEvent} before. When that ends the start of the
 * application, only listeners that need no database can be told.
 *
 * @param database its name: of its {@link io.fastmigrate.FastMigrate} bean, or below {@code fastmigrate.databases}
 */
public record MigrationFailedEvent(String database, FastMigrateException error) {}

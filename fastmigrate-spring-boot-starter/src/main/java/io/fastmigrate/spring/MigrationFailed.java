package io.fastmigrate.spring;

import io.fastmigrate.model.FastMigrateException;

/**
 * An application event: a run failed, with or without a {@link MigrationStarted} before. When that ends the start of the
 * application, only listeners that need no database can be told.
 *
 * @param database its name: of its {@link io.fastmigrate.FastMigrate} bean, or below {@code fastmigrate.databases}
 */
public record MigrationFailed(String database, FastMigrateException error) {}

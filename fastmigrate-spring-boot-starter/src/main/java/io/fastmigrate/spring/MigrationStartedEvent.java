package io.fastmigrate.spring;

import io.fastmigrate.Status;

/**
 * An application event: scripts are pending and run now. What happens while the application context is refreshed is
 * published when the refresh is done, since listeners may themselves wait for the database.
 *
 * @param database its name: of its {@link io.fastmigrate.FastMigrate} bean, or below {@code fastmigrate.databases}
 * @param before where the database stands
 */
public record MigrationStartedEvent(String database, Status before) {}
